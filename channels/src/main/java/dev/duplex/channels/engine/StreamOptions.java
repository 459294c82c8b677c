package dev.duplex.channels.engine;

import java.time.Duration;

/// What an engine is to keep of a channel. Times longer than [#LONGEST] count as that, so that [java.time.temporal.ChronoUnit#FOREVER] may be
/// given.
///
/// @param historySize the most publications kept; 0: none
/// @param historyTtl for how long after its publication each is kept; positive if there is a history
/// @param positionTtl for how long after its last publication a channel's position is kept, so that whoever
///     comes back finds its epoch: as long as `historyTtl` or longer
public record StreamOptions(int historySize, Duration historyTtl, Duration positionTtl) {
    /// A hundred years.
    public static final Duration LONGEST = Duration.ofDays(36_525);

    /// Nothing is kept: publications pass through.
    public static final StreamOptions TRANSIENT =
            new StreamOptions(0, Duration.ZERO, Duration.ZERO);

    /// @throws IllegalArgumentException if one is negative, or they do not go together
    public StreamOptions {
        historyTtl = shorter(historyTtl);
        positionTtl = shorter(positionTtl);
        if (historySize < 0) {
            throw new IllegalArgumentException("historySize must not be negative: " + historySize);
        }
        if (historySize > 0 && !historyTtl.isPositive()) {
            throw new IllegalArgumentException("a history needs a historyTtl above 0");
        }
        if (historySize > 0 && positionTtl.compareTo(historyTtl) < 0) {
            throw new IllegalArgumentException("positionTtl must not be shorter than historyTtl");
        }
    }

    private static Duration shorter(Duration time) {
        return time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }

    /// Whether there is a history, and with it a position.
    public boolean keeps() {
        return historySize > 0;
    }
}
