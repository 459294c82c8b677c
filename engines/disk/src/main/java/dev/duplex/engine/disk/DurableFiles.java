package dev.duplex.engine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Files that are there after the machine has failed, once a method has returned.
final class DurableFiles {
    /// What the name of a file ends with that is not whole yet.
    static final String UNFINISHED = ".new";

    private static final Set<PosixFilePermission> THIS_USER =
            PosixFilePermissions.fromString("rwx------");

    private DurableFiles() {}

    /// Makes a name in a directory last.
    interface Syncing {
        void of(Path directory) throws IOException;
    }

    /// Makes a directory, and those above it, if it is not there: for this user alone, where there are such permissions.
    static void makeDirectory(Path directory) throws IOException {
        makeDirectory(directory, DurableFiles::syncDirectory);
    }

    /// @param parents syncs the directory above each that is made
    static void makeDirectory(Path directory, Syncing parents) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path there = directory.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            missing.push(there);
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw new NotDirectoryException(there.toString());
        }
        for (Path made : missing) {
            make(made);
            parents.of(there);
            there = made;
        }
    }

    private static void make(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, forThisUser(directory));
        } catch (FileAlreadyExistsException e) {
            // Another may have made it meanwhile.
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    private static FileAttribute<?>[] forThisUser(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(THIS_USER)}
                : new FileAttribute<?>[0];
    }

    /// Writes a file, whole or not at all; there may be one by that name.
    static void write(Path file, String text) throws IOException {
        Path made = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (FileChannel channel =
                FileChannel.open(
                        made,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            syncDirectory(directory);
        }
    }

    /// Copies the files of a directory, which has no others below it, into one that is made.
    ///
    /// @param which of the files, by their names
    static void copy(Path from, Path to, Predicate<String> which) throws IOException {
        makeDirectory(to);
        for (Path file : files(from)) {
            if (which.test(file.getFileName().toString())) {
                Path copy = Files.copy(file, to.resolve(file.getFileName()));
                try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
        syncDirectory(to);
    }

    /// What the files of a directory come to. One that is removed meanwhile counts nothing.
    static long size(Path directory) throws IOException {
        long sum = 0;
        for (Path file : files(directory)) {
            try {
                sum += Files.size(file);
            } catch (NoSuchFileException _) {
                // It was removed while we looked.
            }
        }
        return sum;
    }

    /// Whether a directory is not there, or has nothing in it but these.
    static boolean isEmpty(Path directory, String... but) throws IOException {
        if (!Files.exists(directory)) {
            return true;
        }
        List<String> allowed = List.of(but);
        return files(directory).stream()
                .allMatch(it -> allowed.contains(it.getFileName().toString()));
    }

    /// Whether a directory has a file whose name ends so.
    static boolean has(Path directory, String ending) throws IOException {
        return files(directory).stream()
                .anyMatch(it -> it.getFileName().toString().endsWith(ending));
    }

    /// Removes a directory with all that is in it.
    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /// Makes the names in a directory last. Windows cannot open a directory, and needs it not.
    static void syncDirectory(Path directory) throws IOException {
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
