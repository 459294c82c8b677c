package dev.duplex.engine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/// Keeps everybody else out of a directory: the file `LOCK`, with the process's number. It goes with its process.
///
/// POSIX gives up all locks of a process on a file when the process closes any descriptor of it: a file that is locked here is not
/// opened a second time. Any thread.
final class DirectoryLock implements AutoCloseable {
    static final String FILE = "LOCK";

    /// Which byte of the file is locked: one behind what anybody reads.
    private static final long LOCKED = Long.MAX_VALUE - 1;

    private static final int MAX_PID_BYTES = 20;

    /// The files that this process has locked, guarded by itself.
    private static final Set<Object> TAKEN = new HashSet<>();

    private final FileChannel channel;
    private final Object key;

    private DirectoryLock(FileChannel channel, Object key) {
        this.channel = channel;
        this.key = key;
    }

    /// Takes a directory that is there. Nothing is written through a link.
    ///
    /// @throws DiskException if another has it
    static DirectoryLock take(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        synchronized (TAKEN) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && TAKEN.contains(key(file))) {
                throw inUse(directory, "this process");
            }
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS);
            try {
                return lock(directory, file, channel);
            } catch (IOException | RuntimeException e) {
                try {
                    channel.close();
                } catch (IOException closing) {
                    e.addSuppressed(closing);
                }
                throw e;
            }
        }
    }

    private static DirectoryLock lock(Path directory, Path file, FileChannel channel)
            throws IOException {
        try {
            if (channel.tryLock(LOCKED, 1, false) == null) {
                throw inUse(directory, holder(file));
            }
        } catch (OverlappingFileLockException _) {
            throw inUse(directory, "this process");
        }
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        Object key = key(file);
        TAKEN.add(key);
        return new DirectoryLock(channel, key);
    }

    /// Which file it is, by whatever name. Windows has no such key, and a path does there.
    private static Object key(Path file) throws IOException {
        Object key =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey();
        return key == null ? file.toRealPath() : key;
    }

    /// Who has it, if that can be known.
    private static String holder(Path file) throws IOException {
        String pid = Files.size(file) > MAX_PID_BYTES ? "" : Files.readString(file).strip();
        return pid.matches("[0-9]{1,18}") ? "process " + pid : "another process";
    }

    private static DiskException inUse(Path directory, String by) {
        return new DiskException(
                DiskException.Reason.IN_USE,
                "the directory "
                        + directory
                        + " is in use by "
                        + by
                        + ", and one has it at a time");
    }

    @Override
    public void close() throws IOException {
        synchronized (TAKEN) {
            if (channel.isOpen()) {
                TAKEN.remove(key);
                channel.close();
            }
        }
    }
}
