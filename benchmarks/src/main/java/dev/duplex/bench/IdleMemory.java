package dev.duplex.bench;

import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadException;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Traffic;
import java.time.Duration;
import java.util.Set;

/// What an open connection or a session that says nothing adds to a server's memory. Each reading
/// follows a collection of garbage. The first is made with some connections open already, so that
/// code that is loaded once, and what pools keep however few there are, is not counted.
final class IdleMemory {
    private static final Duration QUIET = Duration.ofSeconds(2);

    private IdleMemory() {}

    /// Of each connection or session, once for each run of each peer.
    static void run(
            Scenario scenario,
            Set<Peer> peers,
            int runs,
            Rounds.Starter<PeerProcess> starter,
            LoadLoop loop,
            Progress progress,
            Outcome<Memory> outcome)
            throws InterruptedException {
        for (int i = 1; i <= runs; i++) {
            int run = i;
            for (Peer peer : outcome.withoutMissing(peers)) {
                outcome.attempt(
                        peer,
                        scenario,
                        progress,
                        () -> {
                            try (PeerProcess server = starter.start(peer, scenario)) {
                                Memory each = run(scenario, server, loop);
                                outcome.add(peer, each);
                                progress.memory(scenario, peer, run, each);
                            }
                        });
            }
        }
    }

    /// Of each, in one run.
    static Memory run(Scenario scenario, PeerProcess server, LoadLoop loop)
            throws InterruptedException {
        Load.Silent load = (Load.Silent) scenario.load(server.peer());
        try (Traffic few = Traffic.open(load.of(load.before()), server.target(), loop)) {
            Memory memoryBefore = memory(few, server);
            try (Traffic many = Traffic.open(load, server.target(), loop)) {
                Memory memory = memory(many, server);
                var _ = few.finish();
                var _ = many.finish();
                return memory.each(memoryBefore, load.count());
            }
        } catch (LoadException e) {
            throw server.failed(scenario, e);
        }
    }

    private static Memory memory(Traffic open, PeerProcess server) throws InterruptedException {
        var _ = open.measure(QUIET, () -> 0);
        return server.memory();
    }
}
