package dev.duplex.websocket;

/// A token bucket that holds two seconds' worth of tokens. It may go into debt by one withdrawal,
/// so that a single large one is possible, and refuses until the debt is paid. Not thread-safe.
public final class RateLimit {
    private static final long SECOND = 1_000_000_000L;

    private final long perSecond;

    /// The time at which the bucket is full again.
    private long fullAt = Long.MIN_VALUE;

    /// @param perSecond tokens that flow in each second; 0: no limit
    public RateLimit(long perSecond) {
        this.perSecond = perSecond;
    }

    /// Takes tokens out, if the bucket is not in debt.
    ///
    /// @param now nanoseconds, by any clock that does not go back
    /// @return whether the tokens were there
    public boolean take(long tokens, long now) {
        if (perSecond == 0) {
            return true;
        }
        long from = fullAt == Long.MIN_VALUE ? now : Math.max(fullAt, now);
        if (from - now >= 2 * SECOND) {
            return false;
        }
        fullAt = from + (long) ((double) tokens * SECOND / perSecond);
        return true;
    }
}
