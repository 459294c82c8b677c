package dev.duplex.bench.load;

import java.util.function.Function;
import org.HdrHistogram.Histogram;

/// What one stretch of time gave.
///
/// @param messages answers or deliveries that arrived in it
/// @param nanos its length
/// @param wire what clients sent and received in it, where that is counted
/// @param latency from sending to arrival, in nanoseconds
/// @param late from when a message should have been sent to when it was, in nanoseconds; empty where it follows an answer
/// @param before what was read at its begin, such as processor times
/// @param after the same, read at its end
public record Window<T>(
        long messages,
        long nanos,
        Wire wire,
        Histogram latency,
        Histogram late,
        T before,
        T after) {
    /// The same with a part of each reading.
    public <U> Window<U> map(Function<? super T, U> part) {
        return new Window<>(
                messages, nanos, wire, latency, late, part.apply(before), part.apply(after));
    }
}
