package dev.duplex.channels;

import java.util.Optional;

/// Which part of a channel's history is wanted.
///
/// @param since forward: what follows this position; in reverse: what precedes it. Empty: from the oldest,
///     or from the latest
/// @param limit the most publications to give; 0 asks for the position only; [#ALL] for as many as
///     there are, up to the engine's or the hub's own limit
/// @param reverse the latest first
public record HistoryQuery(Optional<Position> since, int limit, boolean reverse) {
    /// As many as there are.
    public static final int ALL = -1;

    /// The position, and no publications.
    public static final HistoryQuery POSITION = new HistoryQuery(Optional.empty(), 0, false);

    /// The latest publication.
    public static final HistoryQuery LATEST = new HistoryQuery(Optional.empty(), 1, true);

    /// @throws IllegalArgumentException if the limit is below [#ALL]
    public HistoryQuery {
        if (limit < ALL) {
            throw new IllegalArgumentException("a limit of history must not be " + limit);
        }
    }

    /// What follows a position.
    public static HistoryQuery after(Position since, int limit) {
        return new HistoryQuery(Optional.of(since), limit, false);
    }
}
