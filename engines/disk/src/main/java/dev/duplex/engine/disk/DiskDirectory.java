package dev.duplex.engine.disk;

import dev.duplex.channels.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A directory with a store, which one process has at a time: `LOCK` (with the process's number), `FORMAT` ([Format]), and
/// `data`, the store's. A backup has `BACKUP` in the place of `FORMAT`, so that nobody uses it by mistake.
final class DiskDirectory implements AutoCloseable {
    static final String LOCK = "LOCK";
    static final String FORMAT = "FORMAT";
    static final String BACKUP = "BACKUP";
    static final String DATA = "data";

    /// Which byte of the file is locked: one behind what anybody reads.
    private static final long LOCKED = Long.MAX_VALUE - 1;

    private static final int MAX_PID_BYTES = 20;

    private final Path path;
    private final FileChannel lock;

    private DiskDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static DiskDirectory open(Path path) {
        return open(path, Formats.KNOWN);
    }

    /// Takes a directory for an engine, making it if it is not there.
    ///
    /// @throws DiskException if it cannot be had, is another's, or has a format that is not known
    static DiskDirectory open(Path path, Formats formats) {
        return take(
                path,
                true,
                taken -> {
                    Path file = taken.path.resolve(FORMAT);
                    if (Files.exists(file)) {
                        formats.check(Format.read(file), taken.toString());
                    } else {
                        taken.requireFresh();
                        Format.of(formats.latest()).write(file);
                    }
                });
    }

    /// Takes one that has a store, or is a backup, to read it.
    ///
    /// @throws DiskException if it cannot be had, or has another format than is written now
    static DiskDirectory existing(Path path) {
        return take(
                path,
                false,
                taken -> {
                    Format format = taken.format();
                    Formats.KNOWN.check(format, taken.toString());
                    if (format.isBeingMigrated() || format.version() < Formats.KNOWN.latest()) {
                        throw new DiskException(
                                DiskException.Reason.OTHER,
                                taken
                                        + " has format "
                                        + format.version()
                                        + ", an earlier one: start a server with it once, which migrates it");
                    }
                });
    }

    /// Takes one in which a store is to be made. It is none before [#finish].
    ///
    /// @throws DiskException if it cannot be had, or something is in it
    static DiskDirectory empty(Path path) {
        return take(
                path,
                true,
                taken -> {
                    if (!DurableFiles.isEmpty(taken.path, LOCK)) {
                        throw notEmpty(taken.path);
                    }
                });
    }

    /// From now on it has a store.
    void finish() {
        try {
            Format.of(Formats.KNOWN.latest()).write(path.resolve(FORMAT));
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    /// Has its store be of the latest format.
    void migrate(Store store, Formats formats) {
        try {
            Path file = path.resolve(FORMAT);
            formats.migrate(store, Format.read(file), format -> format.write(file));
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    boolean isBackup() {
        return !Files.exists(path.resolve(FORMAT));
    }

    /// Of a store, or of a backup.
    Format format() throws IOException {
        Path format = path.resolve(FORMAT);
        Path file = Files.exists(format) ? format : path.resolve(BACKUP);
        if (!Files.exists(file)) {
            throw new DiskException(
                    DiskException.Reason.NOT_A_STORE, "there is no store in " + this);
        }
        return Format.read(file);
    }

    /// Where the store is.
    Path data() {
        return path.resolve(DATA);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    @Override
    public String toString() {
        return "the directory " + path;
    }

    /// What is done with a directory that was taken.
    private interface Check {
        void of(DiskDirectory taken) throws IOException;
    }

    private static DiskDirectory take(Path path, boolean make, Check check) {
        Path directory = path.toAbsolutePath().normalize();
        FileChannel lock = null;
        try {
            if (make) {
                DurableFiles.makeDirectory(directory);
            } else if (!Files.exists(directory)) {
                throw new DiskException(
                        DiskException.Reason.NOT_A_STORE, "there is no directory " + directory);
            } else if (!Files.isDirectory(directory)) {
                throw new NotDirectoryException(directory.toString());
            } else if (DurableFiles.isEmpty(directory)) {
                // Nothing is to be made in it, not even a lock.
                throw new DiskException(
                        DiskException.Reason.NOT_A_STORE,
                        "there is no store in the directory " + directory);
            }
            lock = lock(directory);
            DiskDirectory taken = new DiskDirectory(directory, lock);
            check.of(taken);
            return taken;
        } catch (IOException e) {
            throw closing(lock, failure(directory, e));
        } catch (EngineException e) {
            throw closing(lock, e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve(LOCK),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(LOCKED, 1, false);
            if (lock != null) {
                channel.truncate(0);
                String pid = ProcessHandle.current().pid() + "\n";
                channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
                return channel;
            }
        } catch (OverlappingFileLockException _) {
            throw closing(channel, inUse(directory, "this process"));
        }
        throw closing(channel, inUse(directory, holder(directory)));
    }

    /// Who has it, if that can be known.
    private static String holder(Path directory) throws IOException {
        Path lock = directory.resolve(LOCK);
        String pid = Files.size(lock) > MAX_PID_BYTES ? "" : Files.readString(lock).strip();
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

    /// Nothing is in it but what a first attempt to make it may have left.
    private void requireFresh() throws IOException {
        if (Files.exists(path.resolve(BACKUP))) {
            throw new DiskException(
                    DiskException.Reason.NOT_A_STORE,
                    this
                            + " is a backup, which is not used itself: restore it into another directory");
        }
        if (!DurableFiles.isEmpty(path, LOCK, FORMAT + DurableFiles.UNFINISHED)) {
            throw new DiskException(
                    DiskException.Reason.NOT_A_STORE,
                    this
                            + " is not empty and has no file "
                            + FORMAT
                            + ": it is not one of this engine's");
        }
    }

    static DiskException notEmpty(Path directory) {
        return new DiskException(
                DiskException.Reason.NOT_EMPTY,
                "the directory "
                        + directory
                        + " is not empty, and nothing is written over what is there");
    }

    /// Of a failure with a directory, a sentence.
    static DiskException failure(Path directory, IOException e) {
        String detail = Objects.requireNonNullElse(e.getMessage(), e.toString());
        String system =
                e instanceof FileSystemException it
                        ? Objects.requireNonNullElse(it.getReason(), detail)
                        : detail;
        String begin = "the directory " + directory + " cannot be used: ";
        return switch (e) {
            case AccessDeniedException it ->
                    new DiskException(
                            DiskException.Reason.NO_PERMISSION,
                            begin + "there is no permission for " + it.getFile(),
                            e);
            case FileAlreadyExistsException it ->
                    new DiskException(
                            DiskException.Reason.NOT_A_DIRECTORY,
                            begin + it.getFile() + " is not a directory",
                            e);
            case NotDirectoryException it ->
                    new DiskException(
                            DiskException.Reason.NOT_A_DIRECTORY,
                            begin + it.getFile() + " is not a directory",
                            e);
            default ->
                    new DiskException(
                            isFull(system) ? DiskException.Reason.FULL : DiskException.Reason.OTHER,
                            begin + (isFull(system) ? "the disk is full" : detail),
                            e);
        };
    }

    private static boolean isFull(String message) {
        return message.contains("No space left") || message.contains("not enough space");
    }

    private static EngineException closing(@Nullable FileChannel channel, EngineException e) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
        }
        return e;
    }
}
