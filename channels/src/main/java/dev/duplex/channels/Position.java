package dev.duplex.channels;

/// A place in a channel's stream of publications.
///
/// @param epoch names one life of the stream: offsets of different epochs have nothing to do with each
///     other. A stream that may have lost publications that somebody has seen gets another epoch. Empty
///     where a channel keeps no positions
/// @param offset of the publication that stands there; 0 is before the first
public record Position(String epoch, long offset) {
    /// Where a channel keeps no positions.
    public static final Position NONE = new Position("", 0);

    /// A place that no stream has, for epochs are letters and digits: who says that it was there has missed what nobody knows.
    public static final Position NOWHERE = new Position("?", 0);

    /// @throws IllegalArgumentException if `offset` is negative
    public Position {
        if (offset < 0) {
            throw new IllegalArgumentException("an offset must not be negative: " + offset);
        }
    }
}
