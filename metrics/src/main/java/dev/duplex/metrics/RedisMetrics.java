package dev.duplex.metrics;

import dev.duplex.engine.redis.RedisEngine;
import dev.duplex.engine.redis.RedisHealth;
import dev.duplex.engine.redis.RedisObserver;
import dev.duplex.engine.redis.RedisUsage;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/// Counts what engines on Redis do, for [RedisEngine.Builder#observer]: one for each [Metrics], for however many engines, each of which is watched for good.
/// Needs `duplex-engine-redis`.
public final class RedisMetrics implements RedisObserver {
    private final List<RedisEngine> engines = new CopyOnWriteArrayList<>();
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder disconnects = new LongAdder();
    private final DistributionDataPoint done;
    private final DistributionDataPoint failed;

    /// Registers them with those of the server.
    ///
    /// @throws IllegalArgumentException if that has been done for these metrics
    public RedisMetrics(Metrics metrics) {
        Registration registration = new Registration(metrics.registry());
        Histogram answers = registration.histogram(Family.REDIS_ANSWER);
        done = answers.labelValues("true");
        failed = answers.labelValues("false");
        registration.counter(Family.REDIS_RECEIVED, values -> values.add(messages.sum()));
        registration.counter(Family.REDIS_RECEIVED_BYTES, values -> values.add(bytes.sum()));
        registration.counter(Family.REDIS_DISCONNECTS, values -> values.add(disconnects.sum()));
        registration.gauge(
                Family.REDIS_WAITING, values -> values.add(sum(RedisUsage::waitingBytes)));
        registration.gauge(
                Family.REDIS_SUBSCRIPTIONS, values -> values.add(sum(RedisUsage::subscriptions)));
        registration.gauge(Family.REDIS_HEALTH, this::tellHealth);
    }

    private long sum(ToLongFunction<RedisUsage> part) {
        return engines.stream().map(RedisEngine::usage).mapToLong(part).sum();
    }

    private void tellHealth(Registration.Values values) {
        for (RedisHealth health : RedisHealth.values()) {
            values.add(
                    engines.stream().filter(it -> it.health() == health).count(),
                    Labels.of(health));
        }
    }

    @Override
    public void observes(RedisEngine engine) {
        engines.add(engine);
    }

    @Override
    public void answered(boolean done, long nanos) {
        (done ? this.done : failed).observe(Labels.seconds(nanos));
    }

    @Override
    public void received(int bytes) {
        messages.increment();
        this.bytes.add(bytes);
    }

    @Override
    public void disconnected() {
        disconnects.increment();
    }
}
