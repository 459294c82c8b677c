package dev.duplex.bench;

import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an open connection that says nothing adds to a server's resident memory. Each reading
/// follows a collection of garbage. The first is made after a few hundred connections have come and
/// gone, so that code that is loaded once is not counted; what pools keep for good is.
final class IdleMemory {
    private static final int BEFORE = 200;
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
        int connections = ((Load.Idle) scenario.load()).connections();
        Map<Peer, List<Double>> bytes = new EnumMap<>(Peer.class);
        for (int run = 1; run <= runs; run++) {
            for (Peer peer : peers) {
                try (PeerProcess server = starter.start(peer, scenario)) {
                    hold(server, new Load.Idle(BEFORE), loop);
                    long before = server.residentBytes();
                    long after = hold(server, scenario.load(), loop);
                    double each = (double) (after - before) / connections;
                    bytes.computeIfAbsent(peer, _ -> new ArrayList<>()).add(each);
                    progress.memory(scenario, peer, run, each);
                }
            }
        }
        return bytes;
    }

    /// Opens connections, reads the memory while they are open, and closes them.
    private static long hold(PeerProcess server, Load load, LoadLoop loop)
            throws InterruptedException {
        try (Traffic traffic = Traffic.open(load, server.port(), loop)) {
            var _ = traffic.measure(QUIET, () -> 0);
            long bytes = server.residentBytes();
            var _ = traffic.finish();
            return bytes;
        }
    }
}
