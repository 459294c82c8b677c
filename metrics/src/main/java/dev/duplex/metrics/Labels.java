package dev.duplex.metrics;

import java.util.Locale;

/// How values are written for Prometheus.
final class Labels {
    private Labels() {}

    /// A constant's name in small letters.
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
