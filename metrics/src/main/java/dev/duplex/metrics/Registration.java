package dev.duplex.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Consumer;

/// Registers families. Counters and gauges are asked for their values when someone scrapes.
record Registration(PrometheusRegistry registry) {
    /// Takes one value of a family.
    interface Values {
        void add(long value, String... labels);
    }

    void counter(Family family, Consumer<Values> values) {
        CounterWithCallback.builder()
                .name(family.base())
                .help(family.help())
                .labelNames(labels(family))
                .callback(callback ->
                        values.accept((value, labels) -> callback.call((double) value, labels)))
                .register(registry);
    }

    void gauge(Family family, Consumer<Values> values) {
        GaugeWithCallback.builder()
                .name(family.base())
                .help(family.help())
                .labelNames(labels(family))
                .callback(callback ->
                        values.accept((value, labels) -> callback.call((double) value, labels)))
                .register(registry);
    }

    Histogram histogram(Family family) {
        return Histogram.builder()
                .name(family.base())
                .help(family.help())
                .labelNames(labels(family))
                .classicOnly()
                .classicUpperBounds(family.bounds())
                .register(registry);
    }

    void info(Family family, String... values) {
        Info.builder()
                .name(family.base())
                .help(family.help())
                .labelNames(labels(family))
                .register(registry)
                .setLabelValues(values);
    }

    private static String[] labels(Family family) {
        return family.labels().toArray(String[]::new);
    }
}
