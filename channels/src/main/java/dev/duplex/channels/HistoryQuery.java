package dev.duplex.channels;

import java.util.Optional;

/// Which part of a channel's history is wanted.
///
/// @param since forward: what follows this position; in reverse: what precedes it. Empty: from the oldest,
///     or from the latest
/// @param limit the most publications to give; 0 asks for the position only; [#ALL] for as many as
///     there are, up to the engine's or the hub's own limit
/// @param reverse the latest first
/// @param bytes what the payloads of the page may come to; the first is given whatever its size, so that who goes on from
///     page to page gets to the end. [#ANY_BYTES] for no such limit
public record HistoryQuery(Optional<Position> since, int limit, boolean reverse, long bytes) {
    /// As many as there are.
    public static final int ALL = -1;

    /// Payloads of any size.
    public static final long ANY_BYTES = Long.MAX_VALUE;

    /// The position, and no publications.
    public static final HistoryQuery POSITION = new HistoryQuery(Optional.empty(), 0, false);

    /// The latest publication.
    public static final HistoryQuery LATEST = new HistoryQuery(Optional.empty(), 1, true);

    /// @throws IllegalArgumentException if the limit is below [#ALL], or that of bytes not positive
    public HistoryQuery {
        if (limit < ALL) {
            throw new IllegalArgumentException("a limit of history must not be " + limit);
        }
        if (bytes <= 0) {
            throw new IllegalArgumentException("a page of history must not be of " + bytes);
        }
    }

    /// With payloads of any size.
    public HistoryQuery(Optional<Position> since, int limit, boolean reverse) {
        this(since, limit, reverse, ANY_BYTES);
    }

    /// The same, of payloads that come to no more.
    ///
    /// @param most above 0
    public HistoryQuery withinBytes(long most) {
        return new HistoryQuery(since, limit, reverse, Math.min(bytes, most));
    }

    /// The same, as seen from another position.
    HistoryQuery since(Position position) {
        return new HistoryQuery(Optional.of(position), limit, reverse, bytes);
    }

    /// What follows a position.
    public static HistoryQuery after(Position since, int limit) {
        return new HistoryQuery(Optional.of(since), limit, false);
    }
}
