package dev.duplex.bench;

import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Traffic;
import dev.duplex.bench.load.Window;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/// Turns in which a server is first asked for all that it can do, and then sent shares of that at a steady rate: how long an
/// answer takes while there is room.
final class PacedTurns implements Turns<PacedTurns.Turn> {
    /// Of what a server can do, in percent.
    static final List<Integer> SHARES = List.of(50, 80);

    private final Load.Paced load;
    private final Rounds.Plan plan;
    private final LoadLoop loop;

    PacedTurns(Load.Paced load, Rounds.Plan plan, LoadLoop loop) {
        this.load = load;
        this.plan = plan;
        this.loop = loop;
    }

    /// @param capacity messages each second at most
    /// @param shares what was found at each of [#SHARES]
    record Turn(double capacity, Map<Integer, At> shares) {
        At at(int share) {
            At found = shares.get(share);
            if (found == null) {
                throw new IllegalArgumentException("nothing was measured at " + share);
            }
            return found;
        }

        /// What a row of one share has.
        static Map<String, ToDoubleFunction<Turn>> figures(int share) {
            Map<String, ToDoubleFunction<Turn>> figures = new LinkedHashMap<>();
            figures.put("capacityPerSecond", Turn::capacity);
            figures.put("messagesPerSecond", turn -> turn.at(share).messagesPerSecond());
            figures.put("p50Micros", turn -> turn.at(share).p50Micros());
            figures.put("p90Micros", turn -> turn.at(share).p90Micros());
            figures.put("p99Micros", turn -> turn.at(share).p99Micros());
            figures.put("p999Micros", turn -> turn.at(share).p999Micros());
            figures.put("maxMicros", turn -> turn.at(share).maxMicros());
            figures.put("lateMicros", turn -> turn.at(share).lateMicros());
            figures.put("serverBusy", turn -> turn.at(share).sample().serverBusy());
            return figures;
        }

        /// The share of a core that others used, at most.
        double otherBusy() {
            return shares.values().stream()
                    .mapToDouble(at -> at.sample().otherBusy())
                    .max()
                    .orElse(0);
        }
    }

    /// What was found at one rate.
    ///
    /// @param messagesPerSecond that were answered
    /// @param lateMicros how late the load sent, at the 99th percentile; a part of the latencies
    record At(
            double messagesPerSecond,
            double p50Micros,
            double p90Micros,
            double p99Micros,
            double p999Micros,
            double maxMicros,
            double lateMicros,
            Sample sample) {
        static At of(Window<Sample.Readings> window) {
            Histogram latency = window.latency();
            return new At(
                    window.messages() * 1e9 / window.nanos(),
                    latency.getValueAtPercentile(50) / 1e3,
                    latency.getValueAtPercentile(90) / 1e3,
                    latency.getValueAtPercentile(99) / 1e3,
                    latency.getValueAtPercentile(99.9) / 1e3,
                    latency.getMaxValue() / 1e3,
                    window.late().getValueAtPercentile(99) / 1e3,
                    Sample.of(window));
        }
    }

    @Override
    public Turn take(Running server) throws InterruptedException {
        double capacity;
        try (Traffic traffic = Traffic.open(load.unpaced(), server.target(), loop)) {
            var _ = Turns.measure(traffic, server, plan.settling());
            capacity = Turns.measure(traffic, server, window()).messagesPerSecond();
            var _ = traffic.finish();
        }
        Map<Integer, At> shares = new LinkedHashMap<>();
        for (int share : SHARES) {
            shares.put(share, at(server, capacity * share / 100));
        }
        return new Turn(capacity, shares);
    }

    private At at(Running server, double rate) throws InterruptedException {
        try (Traffic traffic = Traffic.open(load.at(rate), server.target(), loop)) {
            var _ = Turns.measure(traffic, server, plan.settling());
            At found = At.of(traffic.measure(window(), () -> Sample.Readings.of(server)));
            var _ = traffic.finish();
            return found;
        }
    }

    private Duration window() {
        return Duration.ofSeconds(plan.seconds());
    }

    @Override
    public String said(Turn turn) {
        StringBuilder said = new StringBuilder();
        said.append(String.format(Locale.ROOT, "at most %,.0f messages/s", turn.capacity()));
        turn.shares()
                .forEach((share, at) ->
                        said.append(
                                String.format(
                                        Locale.ROOT,
                                        "; at %d %%: p50 %,.0f us, p99 %,.0f us",
                                        share,
                                        at.p50Micros(),
                                        at.p99Micros())));
        return said.toString();
    }
}
