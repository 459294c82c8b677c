package dev.duplex.engine.disk;

import dev.duplex.channels.engine.RecordReader;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.function.Function;

/// Records of the store.
final class Records {
    private Records() {}

    /// Reads a record to its end.
    ///
    /// @throws DiskException if it is not such a record
    static <T> T read(byte[] record, Function<RecordReader, T> fields) {
        try {
            return RecordReader.read(ByteBuffer.wrap(record), fields);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw damaged(e);
        }
    }

    /// A record is not such a one.
    static DiskException damaged(RuntimeException cause) {
        return new DiskException(
                DiskException.Reason.DAMAGED,
                "a record of the store is not what it should be",
                cause);
    }
}
