package dev.duplex.metrics;

import dev.duplex.engine.disk.DiskEngine;
import dev.duplex.engine.disk.DiskHealth;
import dev.duplex.engine.disk.DiskObserver;
import dev.duplex.engine.disk.DiskUsage;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/// Counts what engines on disk do, for [DiskEngine.Builder#observer]: one for each [Metrics], for however many engines, each of which is watched for good. Needs
/// `duplex-engine-disk`.
public final class DiskMetrics implements DiskObserver {
    private final List<DiskEngine> engines = new CopyOnWriteArrayList<>();
    private final LongAdder bytes = new LongAdder();
    private final Histogram operations;
    private final DistributionDataPoint syncedCommits;
    private final DistributionDataPoint otherCommits;
    private final Histogram syncs;

    /// Registers them with those of the server.
    ///
    /// @throws IllegalArgumentException if that has been done for these metrics
    public DiskMetrics(Metrics metrics) {
        Registration registration = new Registration(metrics.registry());
        operations = registration.histogram(Family.DISK_OPERATIONS);
        Histogram commits = registration.histogram(Family.DISK_COMMIT);
        syncedCommits = commits.labelValues("true");
        otherCommits = commits.labelValues("false");
        syncs = registration.histogram(Family.DISK_SYNC);
        registration.counter(Family.DISK_COMMITTED_BYTES, values -> values.add(bytes.sum()));
        registration.gauge(Family.DISK_BYTES, values -> values.add(sum(DiskUsage::bytes)));
        registration.gauge(Family.DISK_ROOM, values -> values.add(sum(DiskUsage::roomBytes)));
        registration.gauge(Family.DISK_WAITING, values -> values.add(sum(DiskUsage::waitingBytes)));
        registration.gauge(Family.DISK_HEALTH, this::tellHealth);
    }

    private long sum(ToLongFunction<DiskUsage> part) {
        return engines.stream().map(DiskEngine::usage).mapToLong(part).sum();
    }

    private void tellHealth(Registration.Values values) {
        for (DiskHealth health : DiskHealth.values()) {
            values.add(
                    engines.stream().filter(it -> it.health() == health).count(),
                    Labels.of(health));
        }
    }

    @Override
    public void observes(DiskEngine engine) {
        engines.add(engine);
    }

    @Override
    public void committed(int operations, long bytes, boolean synced, long nanos) {
        this.operations.observe(operations);
        this.bytes.add(bytes);
        (synced ? syncedCommits : otherCommits).observe(Labels.seconds(nanos));
    }

    @Override
    public void synced(long nanos) {
        syncs.observe(Labels.seconds(nanos));
    }
}
