package dev.duplex.http;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;

/// A file that is served, at one moment. Opening and reading may block.
///
/// @param size in bytes
/// @param etag a strong entity tag, with its quotes (RFC 9110 §8.8.3)
/// @param modified when it was last changed
/// @param content opens it; the caller closes what it gets
record Asset(long size, String etag, Instant modified, Content content) {
    /// The bytes of an asset.
    @FunctionalInterface
    interface Content {
        SeekableByteChannel open() throws IOException;
    }
}
