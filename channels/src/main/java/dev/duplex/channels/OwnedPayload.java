package dev.duplex.channels;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A payload with bytes of its own, which nobody else can change. Equal to another of the same bytes
/// and kind.
final class OwnedPayload implements Payload {
    static final OwnedPayload NONE = new OwnedPayload(Kind.BINARY, new byte[0]);

    private final Kind kind;
    private final byte[] bytes;

    /// Takes `bytes` over: the caller must not keep them.
    OwnedPayload(Kind kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public int size() {
        return bytes.length;
    }

    @Override
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public Payload copy() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OwnedPayload it
                && it.kind == kind
                && Arrays.equals(it.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return kind + "[" + bytes.length + "]";
    }
}
