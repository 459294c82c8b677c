package dev.duplex.channels;

import java.nio.ByteBuffer;

/// What a publication carries: bytes, and what kind of bytes they are.
///
/// A payload either owns its bytes, and then is immutable and shared by every subscriber of every
/// lane; or borrows them for the length of a callback, and then the hub keeps its [#copy].
public interface Payload {
    /// What the bytes are.
    enum Kind {
        /// UTF-8 text that is one JSON value, and contains no line break. The hub does not look: whoever
        /// makes such a payload of what a peer sent has checked it.
        JSON,
        /// UTF-8 text.
        TEXT,
        /// Bytes without further meaning.
        BINARY;

        /// Whether the bytes are UTF-8.
        public boolean isText() {
            return this != BINARY;
        }
    }

    /// No bytes at all: what stands where nothing was given.
    static Payload none() {
        return OwnedPayload.NONE;
    }

    /// A payload that owns a copy of these bytes.
    static Payload of(Kind kind, byte[] bytes) {
        return new OwnedPayload(kind, bytes.clone());
    }

    Kind kind();

    /// In bytes.
    int size();

    /// A read-only view of the bytes, with its own position and limit; valid as long as the payload is.
    ByteBuffer buffer();

    /// A payload that owns its bytes: this one if it does already.
    Payload copy();

    /// A copy of the bytes.
    default byte[] bytes() {
        byte[] copy = new byte[size()];
        buffer().get(copy);
        return copy;
    }
}
