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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The directory of an engine, which one process has at a time: `LOCK`, `FORMAT` (a line of text: which version of the
/// format is in it), and `data`, the store's.
final class DiskDirectory implements AutoCloseable {
    /// The format that this version writes, and the only one it reads.
    static final int VERSION = 1;

    static final String LOCK = "LOCK";
    static final String FORMAT = "FORMAT";
    static final String DATA = "data";
    private static final String NAME = "duplex-disk";

    /// A format file is not longer.
    private static final int MAX_FORMAT_BYTES = 64;

    private final Path path;
    private final FileChannel lock;

    private DiskDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Takes the directory, making it if it is not there.
    ///
    /// @throws EngineException if it cannot be had, is another's, or has a format that this version does not know
    static DiskDirectory open(Path path) {
        Path directory = path.toAbsolutePath().normalize();
        FileChannel lock = null;
        try {
            make(directory);
            lock = lock(directory);
            checkFormat(directory);
            return new DiskDirectory(directory, lock);
        } catch (IOException e) {
            throw closing(lock, sentence(directory, e));
        } catch (EngineException e) {
            throw closing(lock, e);
        }
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
            throw sentence(path, e);
        }
    }

    private static void make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(directory);
        Path parent = directory.getParent();
        if (parent != null) {
            sync(parent);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve(LOCK),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            throw closing(channel, inUse(directory, e));
        }
        throw closing(channel, inUse(directory, null));
    }

    private static EngineException inUse(Path directory, @Nullable Exception cause) {
        String sentence =
                "the directory " + directory + " is in use by another engine: one has it at a time";
        return cause == null ? new EngineException(sentence) : new EngineException(sentence, cause);
    }

    private static void checkFormat(Path directory) throws IOException {
        Path format = directory.resolve(FORMAT);
        if (!Files.exists(format)) {
            if (!isFresh(directory)) {
                throw new EngineException(
                        "the directory "
                                + directory
                                + " is not empty and has no file "
                                + FORMAT
                                + ": it is not one of this engine's");
            }
            writeFormat(directory);
            return;
        }
        String text =
                Files.size(format) > MAX_FORMAT_BYTES
                        ? ""
                        : Files.readString(format, StandardCharsets.ISO_8859_1).strip();
        if (!text.matches(NAME + " [0-9]{1,9}")) {
            throw new EngineException(
                    "the file " + format + " does not say which format the directory has");
        }
        int version = Integer.parseInt(text.substring(NAME.length() + 1));
        if (version != VERSION) {
            throw new EngineException(
                    "the directory "
                            + directory
                            + " has format "
                            + version
                            + ", and this version of Duplex knows format "
                            + VERSION
                            + " only");
        }
    }

    /// Whether nothing is in it but what a first attempt to make it may have left.
    private static boolean isFresh(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names = files.map(it -> it.getFileName().toString()).toList();
            return names.stream().allMatch(it -> it.equals(LOCK) || it.equals(FORMAT + ".new"));
        }
    }

    /// Whole or not at all, and there before the store is.
    private static void writeFormat(Path directory) throws IOException {
        Path made = directory.resolve(FORMAT + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        made,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer text =
                    ByteBuffer.wrap(
                            (NAME + " " + VERSION + "\n").getBytes(StandardCharsets.ISO_8859_1));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(made, directory.resolve(FORMAT), StandardCopyOption.ATOMIC_MOVE);
        sync(directory);
    }

    /// Makes the names in a directory last. Windows cannot open a directory, and needs it not.
    private static void sync(Path directory) throws IOException {
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static EngineException sentence(Path directory, IOException e) {
        String why =
                switch (e) {
                    case AccessDeniedException it -> "there is no permission for " + it.getFile();
                    case FileAlreadyExistsException it -> it.getFile() + " is not a directory";
                    default -> String.valueOf(e.getMessage());
                };
        return new EngineException("the directory " + directory + " cannot be used: " + why, e);
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
