package dev.duplex.bench;

import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadException;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Traffic;
import dev.duplex.bench.load.Window;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// What a connection that says nothing takes of a server's processors: pings, pongs, and the deadlines of both.
final class IdleTime {
    /// The default of `Limits.pingInterval`: a window has each connection's ping, whenever that is.
    private static final Duration PING_INTERVAL = Duration.ofSeconds(25);

    private static final Duration QUICK = Duration.ofSeconds(1);

    private IdleTime() {}

    /// Of each connection and second.
    ///
    /// @param userMicros processor time in user mode
    /// @param systemMicros processor time in the kernel
    /// @param serverBusy share of its core that the server used, 0 to 1
    /// @param otherBusy share of a core that all others used, the load not among them
    record Turn(double userMicros, double systemMicros, double serverBusy, double otherBusy) {
        static Map<String, ToDoubleFunction<Turn>> figures() {
            Map<String, ToDoubleFunction<Turn>> figures = new LinkedHashMap<>();
            figures.put("cpuMicros", it -> it.userMicros() + it.systemMicros());
            figures.put("userMicros", Turn::userMicros);
            figures.put("systemMicros", Turn::systemMicros);
            figures.put("serverBusy", Turn::serverBusy);
            return figures;
        }
    }

    /// Each peer once for each run, in a process of its own. A run takes three intervals of pings: two until all have been compiled and
    /// are spread, one that counts.
    ///
    /// @param profiles look on at that, where it is asked for
    static void run(
            Scenario scenario,
            Set<Peer> peers,
            Rounds.Plan plan,
            Rounds.Starter<PeerProcess> starter,
            LoadLoop loop,
            Progress progress,
            Optional<Profiles> profiles,
            Outcome<Turn> outcome)
            throws InterruptedException {
        for (int i = 1; i <= plan.runs(); i++) {
            String run = Integer.toString(i);
            for (Peer peer : outcome.withoutMissing(peers)) {
                outcome.attempt(
                        peer,
                        scenario,
                        progress,
                        () -> {
                            try (PeerProcess server = starter.start(peer, scenario)) {
                                Turn turn = take(scenario, server, plan, loop, profiles);
                                outcome.add(peer, turn);
                                progress.turn(scenario, peer, run, said(turn));
                            }
                        });
            }
        }
    }

    private static Turn take(
            Scenario scenario,
            Running server,
            Rounds.Plan plan,
            LoadLoop loop,
            Optional<Profiles> profiles)
            throws InterruptedException {
        Load.Silent load = (Load.Silent) scenario.load(server.peer());
        Duration length = plan.quick() ? QUICK : PING_INTERVAL;
        try (Traffic idle = Traffic.open(load, server.target(), loop)) {
            var _ = idle.measure(length.multipliedBy(2), () -> 0);
            Window<Sample.Readings> window =
                    Profiles.during(
                            profiles,
                            scenario,
                            server,
                            () -> idle.measure(length, () -> Sample.Readings.of(server)));
            var _ = idle.finish();
            return turn(window, load.count());
        } catch (LoadException e) {
            throw server.failed(scenario, e);
        }
    }

    private static Turn turn(Window<Sample.Readings> window, int connections) {
        Sample sample = Sample.of(window, connections * window.nanos() / 1e9);
        return new Turn(
                sample.userMicros(),
                sample.systemMicros(),
                sample.serverBusy(),
                sample.otherBusy());
    }

    private static String said(Turn turn) {
        return String.format(
                Locale.ROOT,
                "%.3f us CPU per connection and second, server %.1f %% busy",
                turn.userMicros() + turn.systemMicros(),
                100 * turn.serverBusy());
    }
}
