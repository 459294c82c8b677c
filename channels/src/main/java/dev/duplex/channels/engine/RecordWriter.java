package dev.duplex.channels.engine;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes the fields of a record one after another, for an engine that keeps or sends bytes: numbers big-endian, texts and bytes behind
/// their length. What it writes is kept for good: it does not change. Not thread-safe.
public final class RecordWriter {
    private ByteBuffer buffer;

    /// @param size about how many bytes it will be
    public RecordWriter(int size) {
        buffer = ByteBuffer.allocate(size);
    }

    public RecordWriter number(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    public RecordWriter count(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    public RecordWriter small(int value) {
        room(1).put((byte) value);
        return this;
    }

    public RecordWriter text(String text) {
        return bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// @param bytes are read
    public RecordWriter bytes(ByteBuffer bytes) {
        int length = bytes.remaining();
        room(Integer.BYTES + length).putInt(length).put(bytes);
        return this;
    }

    public RecordWriter payload(Payload payload) {
        return small(
                        switch (payload.kind()) {
                            case JSON -> 'J';
                            case TEXT -> 'T';
                            case BINARY -> 'B';
                        })
                .bytes(payload.buffer());
    }

    public RecordWriter member(Member member) {
        return text(member.client())
                .text(member.user())
                .payload(member.connectionInfo())
                .payload(member.channelInfo());
    }

    /// What others see of a draft: not its idempotency key, nor whether it skips history.
    public RecordWriter draft(Draft draft) {
        payload(draft.payload()).text(draft.key()).count(draft.tags().size());
        draft.tags().forEach((tag, value) -> text(tag).text(value));
        small(draft.publisher().isPresent() ? 1 : 0);
        draft.publisher().ifPresent(this::member);
        return this;
    }

    /// What was written.
    public byte[] done() {
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
