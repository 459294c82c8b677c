package dev.duplex.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// Medians and spreads of a few samples.
public final class Statistics {
    private Statistics() {}

    /// The middle value; of an even number the mean of the middle two.
    public static <T> double median(List<T> samples, ToDoubleFunction<T> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// How far apart the least and the greatest are, as a share of the median.
    public static <T> double spread(List<T> samples, ToDoubleFunction<T> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        return (sorted[sorted.length - 1] - sorted[0]) / median(samples, value);
    }
}
