package dev.duplex.verify.judge;

import java.time.Duration;

/// What a channel's history is said to hold, and who comes back to be given: the smallest of all limits on the way.
///
/// @param publications the latest so many, above 0
/// @param time each for so long, above 0
public record Kept(long publications, Duration time) {
    /// @throws IllegalArgumentException if it keeps nothing
    public Kept {
        if (publications < 1 || !time.isPositive()) {
            throw new IllegalArgumentException("a history must be said to keep something");
        }
    }

    /// Whether all of so many must be there, the oldest of them sent so many nanoseconds ago.
    boolean covers(long count, long nanos) {
        return count <= publications && nanos < time.toNanos();
    }
}
