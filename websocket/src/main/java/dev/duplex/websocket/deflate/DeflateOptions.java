package dev.duplex.websocket.deflate;

/// How an endpoint would like to compress (RFC 7692 §7.1); what comes of it is negotiated.
///
/// The defaults keep no compressor per connection: each message stands alone, so that one
/// compressor serves a whole event loop, and a compressed broadcast is made once for everybody.
///
/// @param enabled whether permessage-deflate is agreed to (server) or offered (client) at all
/// @param contextTakeover whether this side may keep its window between messages, and lets the peer do
///     so. A kept window costs some 250 KiB of memory outside the heap for each direction
/// @param level 1 (fast) to 9 (small), as in zlib
/// @param minimumBytes messages below this size go out as they are
public record DeflateOptions(
        boolean enabled, boolean contextTakeover, int level, int minimumBytes) {
    /// Enabled, without context takeover, level 6, from 256 bytes.
    public static final DeflateOptions DEFAULT = new DeflateOptions(true, false, 6, 256);

    /// No compression.
    public static final DeflateOptions OFF = new DeflateOptions(false, false, 6, 256);

    /// @throws IllegalArgumentException if the level is outside 1..9 or the size negative
    public DeflateOptions {
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("deflate level must be 1..9, not " + level);
        }
        if (minimumBytes < 0) {
            throw new IllegalArgumentException("minimumBytes must not be negative");
        }
    }
}
