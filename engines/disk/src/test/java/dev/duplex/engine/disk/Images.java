package dev.duplex.engine.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Copies of an engine's directory, and what is done to them.
final class Images {
    private Images() {}

    /// The store's logs, with how long they are. The store may remove one meanwhile.
    static Map<Path, Long> logs(Path data) {
        Map<Path, Long> logs = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(data, "*.log")) {
            for (Path file : files) {
                try {
                    logs.put(file.getFileName(), Files.size(file));
                } catch (NoSuchFileException e) {
                    logs.remove(file.getFileName());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return logs;
    }

    /// Copies what is in a directory, as it is.
    static Path copy(Path directory, Path to) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(directory.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Cuts a file.
    static void cut(Path file, long length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Changes one byte of a file.
    static void damage(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x55;
        Files.write(file, bytes);
    }

    /// The one log that has something in it.
    static Path log(Path directory) {
        Path data = directory.resolve(DiskDirectory.DATA);
        List<Path> filled =
                logs(data).entrySet().stream()
                        .filter(it -> it.getValue() > 0)
                        .map(it -> data.resolve(it.getKey()))
                        .toList();
        if (filled.size() != 1) {
            throw new AssertionError("not one log: " + filled);
        }
        return filled.getFirst();
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
