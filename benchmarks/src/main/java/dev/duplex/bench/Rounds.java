package dev.duplex.bench;

import dev.duplex.bench.load.LoadException;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Runs one scenario: every peer is started and warmed up, then they take turns.
///
/// All peers live through the whole scenario, but only one is under load at a time; the turns are
/// interleaved so that a slow minute of the machine hits all alike.
final class Rounds {
    private static final Duration WARM_UP_WINDOW = Duration.ofSeconds(1);
    private static final int STEADY_WINDOWS = 3;

    /// @param forks how often the peers are started anew: a JVM does not compile the same way twice
    /// @param runs turns of each peer in each fork
    /// @param seconds length of a window
    /// @param mostWarmUpSeconds after which a server counts as warm, steady or not
    /// @param quick to see that it works, not to believe the figures
    record Plan(int forks, int runs, int seconds, int mostWarmUpSeconds, boolean quick) {
        /// One turn of a second.
        static final Plan QUICK = new Plan(1, 1, 1, 6, true);

        int leastWarmUpSeconds() {
            return Math.min(quick ? 2 : 8, mostWarmUpSeconds);
        }

        /// How far apart steady windows may be.
        double steadiness() {
            return quick ? 0.1 : 0.03;
        }

        /// From new connections to the window.
        Duration settling() {
            return quick ? Duration.ofMillis(300) : Duration.ofSeconds(1);
        }
    }

    private final Plan plan;
    private final Scenario scenario;
    private final LoadLoop loop;
    private final Progress progress;

    Rounds(Plan plan, Scenario scenario, LoadLoop loop, Progress progress) {
        this.plan = plan;
        this.scenario = scenario;
        this.loop = loop;
        this.progress = progress;
    }

    /// Starts a peer.
    @FunctionalInterface
    interface Starter<S extends Running> {
        S start(Peer peer, Scenario scenario) throws InterruptedException;
    }

    /// Measures peers, and adds what comes of it. Who cannot be started, or fails, is missing in the end, and the others
    /// go on.
    <T> void run(Set<Peer> peers, Starter<?> starter, Turns<T> turns, Outcome<T> outcome)
            throws InterruptedException {
        for (int fork = 1; fork <= plan.forks(); fork++) {
            Map<Peer, Running> running = new EnumMap<>(Peer.class);
            try {
                for (Peer peer : outcome.withoutMissing(peers)) {
                    outcome.attempt(
                            peer,
                            scenario,
                            progress,
                            () -> {
                                Running server = starter.start(peer, scenario);
                                running.put(peer, server);
                                warmUp(server);
                            });
                }
                for (int run = 1; run <= plan.runs(); run++) {
                    takeTurns(turns, outcome, running, fork + "." + run);
                }
            } finally {
                running.values().forEach(Running::close);
            }
        }
    }

    private <T> void takeTurns(
            Turns<T> turns, Outcome<T> outcome, Map<Peer, Running> running, String number)
            throws InterruptedException {
        for (Peer peer : outcome.withoutMissing(running.keySet())) {
            Running server = Objects.requireNonNull(running.get(peer));
            outcome.attempt(
                    peer,
                    scenario,
                    progress,
                    () -> {
                        T turn = take(turns, server);
                        outcome.add(peer, turn);
                        progress.turn(scenario, peer, number, turns.said(turn));
                    });
        }
    }

    private <T> T take(Turns<T> turns, Running server) throws InterruptedException {
        try {
            return turns.take(server);
        } catch (LoadException e) {
            throw server.failed(scenario, e);
        }
    }

    /// Until three windows in a row cost nearly the same per message, or the time is over.
    private void warmUp(Running server) throws InterruptedException {
        List<Double> costs = new ArrayList<>();
        try (Traffic traffic =
                Traffic.open(scenario.warmingUp(server.peer()), server.target(), loop)) {
            int most = scenario.slowToWarm() * plan.mostWarmUpSeconds();
            int least = scenario.slowToWarm() * plan.leastWarmUpSeconds();
            while (costs.size() < most && (costs.size() < least || !steady(costs))) {
                costs.add(Turns.measure(traffic, server, WARM_UP_WINDOW).cpuMicros());
            }
            var _ = traffic.finish();
        } catch (LoadException e) {
            throw server.failed(scenario, e);
        }
        progress.warm(scenario, server.peer(), costs, steady(costs));
    }

    private boolean steady(List<Double> costs) {
        List<Double> last = costs.subList(Math.max(0, costs.size() - STEADY_WINDOWS), costs.size());
        return last.size() == STEADY_WINDOWS
                && Statistics.spread(last, Double::doubleValue) <= plan.steadiness();
    }
}
