package dev.duplex.metrics;

import dev.duplex.room.RoomObserver;
import dev.duplex.room.Tick;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;

/// Counts what rooms with a tick loop do, for [dev.duplex.room.Room.Builder#observer]: one for each [Metrics].
public final class RoomMetrics {
    private final Map<String, Counts> rooms = new ConcurrentHashMap<>();
    private final Histogram ticks;

    /// Registers them with those of the server.
    ///
    /// @throws IllegalArgumentException if that has been done for these metrics
    public RoomMetrics(Metrics metrics) {
        Registration registration = new Registration(metrics.registry());
        registration.gauge(
                Family.ROOM_PLAYERS,
                values -> rooms.forEach((name, it) -> values.add(it.players(), name)));
        registration.counter(Family.ROOM_REFUSED, all(it -> it.refused));
        registration.counter(Family.ROOM_HELD_BACK, all(it -> it.heldBack));
        registration.counter(Family.ROOM_TICKS, all(it -> it.ticks));
        registration.counter(Family.ROOM_LATE, all(it -> it.late));
        registration.counter(Family.ROOM_SKIPPED, all(it -> it.skipped));
        registration.counter(Family.ROOM_FAILED, all(it -> it.failed));
        ticks = registration.histogram(Family.ROOM_TICK);
        registration.counter(Family.ROOM_VIEWS, all(it -> it.views));
        registration.counter(Family.ROOM_WITHHELD, all(it -> it.withheld));
    }

    private Consumer<Registration.Values> all(Function<Counts, LongAdder> count) {
        return values -> rooms.forEach((name, it) -> values.add(count.apply(it).sum(), name));
    }

    /// What counts under this name. For all rooms of one kind: a name for each match would make series without end.
    public RoomObserver room(String name) {
        return rooms.computeIfAbsent(name, it -> new Counts(ticks.labelValues(it)));
    }

    /// Of one name. Any thread: several rooms may have it.
    private static final class Counts implements RoomObserver {
        final LongAdder joined = new LongAdder();
        final LongAdder left = new LongAdder();
        final LongAdder refused = new LongAdder();
        final LongAdder heldBack = new LongAdder();
        final LongAdder ticks = new LongAdder();
        final LongAdder late = new LongAdder();
        final LongAdder skipped = new LongAdder();
        final LongAdder failed = new LongAdder();
        final LongAdder views = new LongAdder();
        final LongAdder withheld = new LongAdder();
        private final DistributionDataPoint durations;

        Counts(DistributionDataPoint durations) {
            this.durations = durations;
        }

        /// Who comes and goes meanwhile does not count as gone only.
        long players() {
            long gone = left.sum();
            return joined.sum() - gone;
        }

        @Override
        public void joined() {
            joined.increment();
        }

        @Override
        public void left() {
            left.increment();
        }

        @Override
        public void refused() {
            refused.increment();
        }

        @Override
        public void heldBack() {
            heldBack.increment();
        }

        @Override
        public void ticked(Tick tick, long nanos) {
            ticks.increment();
            skipped.add(tick.skipped());
            if (tick.isLate()) {
                late.increment();
            }
            durations.observe(Labels.seconds(nanos));
        }

        @Override
        public void failed() {
            failed.increment();
        }

        @Override
        public void shown(int views, int withheld) {
            this.views.add(views);
            this.withheld.add(withheld);
        }
    }
}
