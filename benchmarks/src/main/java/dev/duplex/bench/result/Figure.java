package dev.duplex.bench.result;

import dev.duplex.bench.Statistics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// One figure of all turns.
///
/// @param median the middle one
/// @param spread how far apart the least and the greatest are, as a share of the median; 0 of a median of 0
/// @param samples all of them, in the order of the turns; none where only the above is known
public record Figure(double median, double spread, List<Double> samples) {
    private static final int DIGITS = 5;

    public Figure {
        samples = List.copyOf(samples);
    }

    /// Of all turns, with as many digits as mean something.
    public static <T> Figure of(List<T> turns, ToDoubleFunction<T> value) {
        double spread = Statistics.spread(turns, value);
        return new Figure(
                rounded(Statistics.median(turns, value)),
                Double.isFinite(spread) ? rounded(spread) : 0,
                turns.stream().map(turn -> rounded(value.applyAsDouble(turn))).toList());
    }

    static double rounded(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        double scale = Math.pow(10, DIGITS - Math.ceil(Math.log10(Math.abs(value))));
        return Math.round(value * scale) / scale;
    }
}
