package dev.duplex.channels;

import java.nio.ByteBuffer;

/// What a publication carries: bytes, and what kind of bytes they are.
///
/// A payload either owns its bytes, and then is immutable and shared by every subscriber of every
/// lane; or borrows them for the length of a callback, and then the hub keeps its [#copy].
public interface Payload {
    /// What the bytes are.
    enum Kind {
        /// UTF-8 text.
        TEXT,
        /// Bytes without further meaning.
        BINARY
    }

    Kind kind();

    /// In bytes.
    int size();

    /// A read-only view of the bytes, with its own position and limit; valid as long as the payload is.
    ByteBuffer buffer();

    /// A payload that owns its bytes: this one if it does already.
    Payload copy();
}
