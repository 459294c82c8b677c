package dev.duplex.bench;

import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Traffic;
import dev.duplex.bench.load.Window;
import java.time.Duration;
import java.util.Optional;

/// What one turn of a peer is, in [Rounds].
///
/// @param <T> what comes of it
interface Turns<T> {
    /// @throws dev.duplex.bench.load.LoadException if something is missing or wrong
    T take(Running server) throws InterruptedException;

    /// In a few words, for whoever waits.
    String said(T turn);

    /// A window of a load by which a message costs what it costs.
    ///
    /// @param profiles look on, where that is asked for
    static Turns<Sample> costs(
            Scenario scenario, Rounds.Plan plan, LoadLoop loop, Optional<Profiles> profiles) {
        return new Turns<>() {
            @Override
            public Sample take(Running server) throws InterruptedException {
                try (Traffic traffic =
                        Traffic.open(scenario.load(server.peer()), server.target(), loop)) {
                    var _ = measure(traffic, server, settling());
                    Duration length = Duration.ofSeconds(plan.seconds());
                    Sample sample =
                            Profiles.during(
                                    profiles,
                                    scenario,
                                    server,
                                    () -> measure(traffic, server, length));
                    var _ = traffic.finish();
                    return sample;
                }
            }

            // Those who poll have all asked once a second.
            private Duration settling() {
                return scenario.load() instanceof Load.Feed feed
                        ? feed.pollInterval()
                        : plan.settling();
            }

            @Override
            public String said(Sample sample) {
                return sample.said(scenario.unit());
            }
        };
    }

    static Sample measure(Traffic traffic, Running server, Duration length)
            throws InterruptedException {
        Window<Sample.Readings> window = traffic.measure(length, () -> Sample.Readings.of(server));
        return Sample.of(window);
    }
}
