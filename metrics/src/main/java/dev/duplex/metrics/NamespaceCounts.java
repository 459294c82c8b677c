package dev.duplex.metrics;

import dev.duplex.channels.End;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Start;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.concurrent.atomic.LongAdder;

/// What happened in the channels of one namespace. Any thread: what lanes and publishers do most often is added to striped sums.
final class NamespaceCounts {
    /// How a subscription began.
    enum Recovery {
        NONE,
        RECOVERED,
        LOST;

        static Recovery of(Start start) {
            return !start.recovering() ? NONE : start.recovered() ? RECOVERED : LOST;
        }
    }

    final String label;
    final LongAdder entered = new LongAdder();
    final LongAdder left = new LongAdder();
    final EnumCounts<Recovery> started = new EnumCounts<>(Recovery.class);
    final EnumCounts<Problem> refused = new EnumCounts<>(Problem.class);
    final EnumCounts<End> ended = new EnumCounts<>(End.class);
    final LongAdder publications = new LongAdder();
    final EnumCounts<Problem> publicationsRefused = new EnumCounts<>(Problem.class);
    final LongAdder publicationsFailed = new LongAdder();
    final LongAdder deliveries = new LongAdder();
    final LongAdder skipped = new LongAdder();
    final DistributionDataPoint publish;
    final DistributionDataPoint staleness;

    NamespaceCounts(String label, DistributionDataPoint publish, DistributionDataPoint staleness) {
        this.label = label;
        this.publish = publish;
        this.staleness = staleness;
    }

    long subscriptions() {
        // In this order: who comes and goes meanwhile must not count as gone only.
        long gone = left.sum();
        return entered.sum() - gone;
    }

    /// All of them, so that the first is a rise.
    void tellAll(Registration.Values values, EnumCounts<?> counts) {
        counts.forEach((constant, count) -> values.add(count, label, Labels.of(constant)));
    }

    /// Those that there have been.
    void tell(Registration.Values values, EnumCounts<?> counts) {
        counts.forEachSeen((constant, count) -> values.add(count, label, Labels.of(constant)));
    }
}
