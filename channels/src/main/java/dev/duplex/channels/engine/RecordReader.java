package dev.duplex.channels.engine;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Reads what a [RecordWriter] wrote. Not thread-safe.
public final class RecordReader {
    private final ByteBuffer buffer;

    private RecordReader(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /// Reads a record to its end.
    ///
    /// @param record all that remains of it; it is read
    /// @throws IllegalArgumentException if it is not such a record
    public static <T> T read(ByteBuffer record, Function<RecordReader, T> fields) {
        T read;
        try {
            read = fields.apply(new RecordReader(record));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a record is shorter than it should be", e);
        }
        if (record.hasRemaining()) {
            throw new IllegalArgumentException("a record is longer than it should be");
        }
        return read;
    }

    public long number() {
        return buffer.getLong();
    }

    public int count() {
        return buffer.getInt();
    }

    public int small() {
        return buffer.get();
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    public Payload payload() {
        int kind = small();
        return Payload.of(
                switch (kind) {
                    case 'J' -> Payload.Kind.JSON;
                    case 'T' -> Payload.Kind.TEXT;
                    case 'B' -> Payload.Kind.BINARY;
                    default -> throw new IllegalArgumentException("kind " + kind);
                },
                bytes());
    }

    public Member member() {
        return new Member(text(), text(), payload(), payload());
    }

    /// A draft as others see it.
    public Draft draft() {
        Draft draft = Draft.of(payload()).withKey(text()).withTags(tags());
        return small() == 1 ? draft.withPublisher(member()) : draft;
    }

    private Map<String, String> tags() {
        int count = count();
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            tags.put(text(), text());
        }
        return tags;
    }
}
