package dev.duplex.verify.judge;

import java.time.Duration;
import java.util.List;

/// How long it took subscribers, from the end of a connection or from when they woke, to have all that had been published when they were back.
///
/// @param count how often that happened
/// @param p50 half of them took no longer; 0 if there were none
/// @param p99 99 of 100 took no longer
/// @param max the longest
public record CatchUp(long count, Duration p50, Duration p99, Duration max) {
    static CatchUp of(List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        return new CatchUp(sorted.size(), at(sorted, 50), at(sorted, 99), at(sorted, 100));
    }

    private static Duration at(List<Duration> sorted, int percent) {
        int index = Math.ceilDiv(sorted.size() * percent, 100) - 1;
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(index);
    }
}
