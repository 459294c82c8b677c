package dev.duplex.engine.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes the fields of a record one after another: numbers big-endian, texts and bytes behind their length.
final class RecordWriter {
    private ByteBuffer buffer;

    /// @param size about how many bytes it will be
    RecordWriter(int size) {
        buffer = ByteBuffer.allocate(size);
    }

    RecordWriter number(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    RecordWriter count(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    RecordWriter small(int value) {
        room(1).put((byte) value);
        return this;
    }

    RecordWriter text(String text) {
        return bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// @param bytes are read
    RecordWriter bytes(ByteBuffer bytes) {
        int length = bytes.remaining();
        room(Integer.BYTES + length).putInt(length).put(bytes);
        return this;
    }

    /// What was written.
    byte[] done() {
        byte[] all = new byte[buffer.position()];
        buffer.flip().get(all);
        return all;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
            buffer = ByteBuffer.allocate(size).put(buffer.flip());
        }
        return buffer;
    }
}
