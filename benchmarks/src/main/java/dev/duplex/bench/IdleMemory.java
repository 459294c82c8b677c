package dev.duplex.bench;

import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadException;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an open connection that says nothing adds to a server's resident memory. Each reading
/// follows a collection of garbage. The first is made with some connections open already, so that
/// code that is loaded once, and what pools keep however few there are, is not counted.
final class IdleMemory {
    private static final int BEFORE = 200;

    /// Handshakes until most of the code that does them is compiled.
    private static final int BEFORE_TLS = 2000;

    private static final Duration QUIET = Duration.ofSeconds(2);

    private IdleMemory() {}

    /// Bytes per connection, once for each run of each peer.
    static Map<Peer, List<Double>> run(
            Scenario scenario,
            Set<Peer> peers,
            int runs,
            Rounds.Starter starter,
            LoadLoop loop,
            Progress progress)
            throws InterruptedException {
        Map<Peer, List<Double>> bytes = new EnumMap<>(Peer.class);
        for (int run = 1; run <= runs; run++) {
            for (Peer peer : peers) {
                try (PeerProcess server = starter.start(peer, scenario)) {
                    double each = run(scenario, server, loop);
                    bytes.computeIfAbsent(peer, _ -> new ArrayList<>()).add(each);
                    progress.memory(scenario, peer, run, each);
                }
            }
        }
        return bytes;
    }

    private static double run(Scenario scenario, PeerProcess server, LoadLoop loop)
            throws InterruptedException {
        Load.Idle load = (Load.Idle) scenario.load();
        Load.Idle before = new Load.Idle(server.peer().secure() ? BEFORE_TLS : BEFORE);
        try (Traffic few = Traffic.open(before, server.target(), loop)) {
            long bytesBefore = residentBytes(few, server);
            try (Traffic many = Traffic.open(load, server.target(), loop)) {
                long bytes = residentBytes(many, server);
                var _ = few.finish();
                var _ = many.finish();
                return (double) (bytes - bytesBefore) / load.connections();
            }
        } catch (LoadException e) {
            throw server.failed(scenario, e);
        }
    }

    private static long residentBytes(Traffic open, PeerProcess server)
            throws InterruptedException {
        var _ = open.measure(QUIET, () -> 0);
        return server.residentBytes();
    }
}
