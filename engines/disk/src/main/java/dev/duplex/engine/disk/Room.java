package dev.duplex.engine.disk;

import dev.duplex.channels.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// How much may still be written: measured now and then, and counted in between. Any thread.
final class Room {
    private final Path data;
    private final DiskLimits limits;
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private volatile long lastSize;

    Room(Path data, DiskLimits limits) {
        this.data = data;
        this.limits = limits;
    }

    /// Why nothing more can be kept, if so.
    Optional<EngineException> refusal() {
        return left.get() > 0
                ? Optional.empty()
                : Optional.of(
                        new EngineException(
                                "there is no room for more in "
                                        + data
                                        + ": it may have "
                                        + limits.storeBytes()
                                        + " bytes, and leaves "
                                        + limits.reserveBytes()
                                        + " of the disk free"));
    }

    /// So much is written.
    void take(long bytes) {
        left.addAndGet(-bytes);
    }

    /// Looks at the files, and at the disk.
    ///
    /// @throws DiskException if it cannot
    void measure() {
        try {
            long free = Files.getFileStore(data).getUsableSpace() - limits.reserveBytes();
            lastSize = size();
            left.set(Math.min(free, limits.storeBytes() - lastSize));
        } catch (IOException e) {
            throw DiskDirectory.failure(data, e);
        }
    }

    /// What the files come to.
    long size() throws IOException {
        return DurableFiles.size(data);
    }

    /// What they came to when they were last looked at.
    long lastSize() {
        return lastSize;
    }

    /// What may still be written.
    long left() {
        return Math.max(0, left.get());
    }
}
