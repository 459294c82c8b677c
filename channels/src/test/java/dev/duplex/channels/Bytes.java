package dev.duplex.channels;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A payload for tests: borrowed until it is copied.
final class Bytes implements Payload {
    private final byte[] bytes;
    private final boolean owned;

    private Bytes(byte[] bytes, boolean owned) {
        this.bytes = bytes;
        this.owned = owned;
    }

    static Bytes owned(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8), true);
    }

    static Bytes borrowed(byte[] bytes) {
        return new Bytes(bytes, false);
    }

    @Override
    public Kind kind() {
        return Kind.TEXT;
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
        return owned ? this : new Bytes(bytes.clone(), true);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
