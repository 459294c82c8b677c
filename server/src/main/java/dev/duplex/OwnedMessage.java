package dev.duplex;

import dev.duplex.channels.Payload;
import dev.duplex.session.OwnBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A message with bytes of its own, which nobody else can change.
final class OwnedMessage implements Message, OwnBytes {
    private final Kind kind;
    private final byte[] bytes;

    /// Takes `bytes` over: the caller must not keep them.
    OwnedMessage(Kind kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    static OwnedMessage copyOf(Payload payload) {
        return new OwnedMessage(payload.kind(), payload.bytes());
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
    public String string() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public byte[] ownBytes() {
        return bytes;
    }

    @Override
    public Message copy() {
        return this;
    }

    @Override
    public String toString() {
        return kind + "[" + bytes.length + "]";
    }
}
