package dev.duplex.websocket;

/// A token bucket that holds two seconds' worth of tokens. It may go into debt by one withdrawal,
/// so that a single large one is possible, and refuses until the debt is paid. Not thread-safe.
public final class RateLimit {
    private static final long SECOND = 1_000_000_000L;

    /// Of a bucket that has never been used.
    static final long FULL = Long.MIN_VALUE;

    /// What [#take(long, long, long, long)] says when the bucket is in debt.
    static final long REFUSED = Long.MAX_VALUE;

    /// Takes anything, and remembers nothing.
    private static final RateLimit UNLIMITED = new RateLimit(0);

    private final long perSecond;

    /// The time at which the bucket is full again.
    private long fullAt = FULL;

    /// @param perSecond tokens that flow in each second; 0: no limit
    public RateLimit(long perSecond) {
        this.perSecond = perSecond;
    }

    /// One for a limit, or what all without a limit share.
    ///
    /// @param perSecond as of the constructor
    public static RateLimit of(long perSecond) {
        return perSecond == 0 ? UNLIMITED : new RateLimit(perSecond);
    }

    /// Takes tokens out, if the bucket is not in debt.
    ///
    /// @param now nanoseconds, by any clock that does not go back
    /// @return whether the tokens were there
    public boolean take(long tokens, long now) {
        if (perSecond == 0) {
            return true;
        }
        long then = take(fullAt, tokens, perSecond, now);
        if (then == REFUSED) {
            return false;
        }
        fullAt = then;
        return true;
    }

    /// The same for who keeps the bucket in a field of its own.
    ///
    /// @param fullAt the time at which it is full again, or [#FULL]
    /// @return when it will be full again after that; [#REFUSED] if the tokens were not there
    static long take(long fullAt, long tokens, long perSecond, long now) {
        if (perSecond == 0) {
            return FULL;
        }
        long from = fullAt == FULL ? now : Math.max(fullAt, now);
        return from - now >= 2 * SECOND
                ? REFUSED
                : from + (long) ((double) tokens * SECOND / perSecond);
    }
}
