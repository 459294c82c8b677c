package dev.duplex.engine.disk;

import dev.duplex.channels.engine.EngineException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A directory with a store, which one process has at a time: `LOCK` ([DirectoryLock]), `FORMAT` ([Format]), and
/// `data`, the store's. A backup has `BACKUP` in the place of `FORMAT`, so that nobody uses it by mistake; a store that is being made for the first time, and has
/// nothing in it yet, has `NEW`.
final class DiskDirectory implements AutoCloseable {
    static final String FORMAT = "FORMAT";
    static final String BACKUP = "BACKUP";
    static final String DATA = "data";
    static final String NEW = "NEW";

    /// What may be in a directory in which nothing was begun.
    private static final String[] FRESH = {DirectoryLock.FILE, NEW + DurableFiles.UNFINISHED};

    /// What may be in one in which a store was begun.
    private static final String[] BEGUN = {
        DirectoryLock.FILE,
        NEW,
        NEW + DurableFiles.UNFINISHED,
        FORMAT + DurableFiles.UNFINISHED,
        DATA
    };

    private final Path path;

    /// Null for a backup where nothing can be written, a lock neither.
    private final @Nullable DirectoryLock lock;

    private DiskDirectory(Path path, @Nullable DirectoryLock lock) {
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
        DiskDirectory taken =
                take(
                        path,
                        true,
                        directory -> {
                            Path file = directory.resolve(FORMAT);
                            if (Files.exists(file)) {
                                formats.check(Format.read(file), name(directory));
                            } else {
                                requireFresh(directory, formats);
                            }
                        });
        try {
            taken.begin(formats);
            return taken;
        } catch (IOException e) {
            throw closing(taken.lock, failure(taken.path, e));
        }
    }

    /// Takes one that has a store, or is a backup, to read it.
    ///
    /// @throws DiskException if it cannot be had, or has another format than is written now
    static DiskDirectory existing(Path path) {
        return take(
                path,
                false,
                directory -> {
                    Format format = known(directory, Formats.KNOWN);
                    if (format.isBeingMigrated() || format.version() < Formats.KNOWN.latest()) {
                        throw new DiskException(
                                DiskException.Reason.OTHER,
                                name(directory)
                                        + " has format "
                                        + format.version()
                                        + ", an earlier one: start a server with it once, which migrates it");
                    }
                });
    }

    /// Takes a backup, to make a store of it; also one of an earlier format.
    ///
    /// @throws DiskException if it cannot be had, is none, or has a format that is not known
    static DiskDirectory backup(Path path, Formats formats) {
        return take(
                path,
                false,
                directory -> {
                    known(directory, formats);
                    if (Files.exists(directory.resolve(FORMAT))) {
                        throw new DiskException(
                                DiskException.Reason.NOT_A_STORE,
                                name(directory) + " is a store, and not a backup");
                    }
                });
    }

    private static Format known(Path directory, Formats formats) throws IOException {
        Format format = format(directory);
        formats.check(format, name(directory));
        return format;
    }

    /// Takes one in which a store is to be made. It is none before [#finish].
    ///
    /// @throws DiskException if it cannot be had, or something is in it
    static DiskDirectory empty(Path path) {
        return take(
                path,
                true,
                directory -> {
                    if (!DurableFiles.isEmpty(directory, DirectoryLock.FILE)) {
                        throw notEmpty(directory);
                    }
                });
    }

    /// Where no store is, has an empty one be made; also where an earlier attempt did not come to its end.
    private void begin(Formats formats) throws IOException {
        if (Files.exists(path.resolve(FORMAT))) {
            Files.deleteIfExists(path.resolve(NEW));
            return;
        }
        Format.of(formats.latest()).write(path.resolve(NEW));
        if (Files.exists(data())) {
            DurableFiles.delete(data());
        }
        DurableFiles.makeDirectory(data());
    }

    /// Whether its store is still to be made: nothing was ever kept in it.
    boolean isNew() {
        return Files.exists(path.resolve(NEW)) && !Files.exists(path.resolve(FORMAT));
    }

    /// From now on it has a store, of the latest format.
    void finish(Formats formats) {
        try {
            // From then on a store without its log is damaged.
            DurableFiles.syncDirectory(data());
            Format.of(formats.latest()).write(path.resolve(FORMAT));
            Files.deleteIfExists(path.resolve(NEW));
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    /// Has its store, which was opened, be of the latest format: one that is new from the beginning.
    void migrate(Store store, Formats formats) {
        if (isNew()) {
            finish(formats);
            return;
        }
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
        return format(path);
    }

    private static Format format(Path directory) throws IOException {
        Path format = directory.resolve(FORMAT);
        Path file = Files.exists(format) ? format : directory.resolve(BACKUP);
        if (!Files.exists(file)) {
            throw new DiskException(
                    DiskException.Reason.NOT_A_STORE, "there is no store in " + name(directory));
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
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    @Override
    public String toString() {
        return name(path);
    }

    private static String name(Path directory) {
        return "the directory " + directory;
    }

    /// Looks whether a directory is what it should be, and changes nothing.
    private interface Look {
        void at(Path directory) throws IOException;
    }

    /// Nothing is made in a directory, not even a lock, before it is known to be one to take; and then it is looked at again.
    private static DiskDirectory take(Path path, boolean make, Look look) {
        Path directory = path.toAbsolutePath().normalize();
        DirectoryLock lock = null;
        try {
            if (!make) {
                requireDirectory(directory);
            }
            look.at(directory);
            if (make) {
                DurableFiles.makeDirectory(directory);
            }
            lock = make ? DirectoryLock.take(directory) : lockToRead(directory);
            look.at(directory);
            return new DiskDirectory(directory, lock);
        } catch (IOException e) {
            throw closing(lock, failure(directory, e));
        } catch (EngineException e) {
            throw closing(lock, e);
        }
    }

    private static void requireDirectory(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            throw new DiskException(
                    DiskException.Reason.NOT_A_STORE, "there is no directory " + directory);
        }
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
    }

    /// A backup does not change: where no lock can be written, it is read without.
    private static @Nullable DirectoryLock lockToRead(Path directory) throws IOException {
        try {
            return DirectoryLock.take(directory);
        } catch (FileSystemException e) {
            if (!Files.exists(directory.resolve(FORMAT)) && cannotBeWritten(e)) {
                return null;
            }
            throw e;
        }
    }

    /// Whether it says that nobody, or not this user, may write.
    static boolean cannotBeWritten(FileSystemException e) {
        return e instanceof AccessDeniedException
                || Objects.requireNonNullElse(e.getReason(), "").contains("Read-only file system");
    }

    /// Nothing is in it but what a first attempt to make it may have left.
    private static void requireFresh(Path directory, Formats formats) throws IOException {
        if (Files.exists(directory.resolve(BACKUP))) {
            throw new DiskException(
                    DiskException.Reason.NOT_A_STORE,
                    name(directory)
                            + " is a backup, which is not used itself: restore it into another directory");
        }
        Path begun = directory.resolve(NEW);
        if (Files.exists(begun)) {
            // What was begun is removed: only if it says that it is this engine's.
            formats.check(Format.read(begun), name(directory));
        }
        if (!DurableFiles.isEmpty(directory, Files.exists(begun) ? BEGUN : FRESH)) {
            throw new DiskException(
                    DiskException.Reason.NOT_A_STORE,
                    name(directory)
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

    private static EngineException closing(@Nullable DirectoryLock lock, EngineException e) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
        }
        return e;
    }
}
