package dev.duplex.engine.disk;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// Reads what a [RecordWriter] wrote.
final class RecordReader {
    private final ByteBuffer buffer;

    private RecordReader(byte[] record) {
        buffer = ByteBuffer.wrap(record);
    }

    /// Reads a record to its end.
    ///
    /// @throws DiskException if it is not such a record
    static <T> T read(byte[] record, Function<RecordReader, T> fields) {
        try {
            RecordReader reader = new RecordReader(record);
            T read = fields.apply(reader);
            if (reader.buffer.hasRemaining()) {
                throw new DiskException(
                        DiskException.Reason.DAMAGED,
                        "a record of the store is longer than it should be");
            }
            return read;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new DiskException(
                    DiskException.Reason.DAMAGED,
                    "a record of the store is not what it should be",
                    e);
        }
    }

    long number() {
        return buffer.getLong();
    }

    int count() {
        return buffer.getInt();
    }

    int small() {
        return buffer.get();
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }
}
