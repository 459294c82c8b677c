package dev.duplex.bench.disk;

import dev.duplex.bench.BenchException;
import dev.duplex.bench.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// The disk under a directory: what it is, how long it takes to sync, what is on it.
public final class Disk {
    private static final int SYNCED_BYTES = 4096;
    private static final int SECTOR_BYTES = 512;

    private Disk() {}

    /// Its file system and device, for people.
    static String description(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            return "%s on %s".formatted(store.type(), store.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a store's log cannot be faster than: appends 4 KiB to a new file and has them on the disk by fdatasync(2), again
    /// and again.
    ///
    /// @return nanoseconds of each
    static Histogram syncs(Path directory, int times) {
        Histogram latencies = new Histogram(3);
        Path file = directory.resolve("sync");
        ByteBuffer block = ByteBuffer.allocateDirect(SYNCED_BYTES);
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (int i = 0; i < times; i++) {
                long begun = System.nanoTime();
                block.clear();
                while (block.hasRemaining()) {
                    channel.write(block);
                }
                channel.force(false);
                latencies.recordValue(System.nanoTime() - begun);
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return latencies;
    }

    /// What the files of a directory come to, in bytes.
    static long size(Path directory) {
        return regularFiles(directory).stream().mapToLong(Disk::sizeOf).sum();
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Has the operating system forget what it has of the files in memory.
    static void dropFromCache(Path directory) throws InterruptedException {
        for (Path file : regularFiles(directory)) {
            Commands.run(List.of("sync", file.toString()));
            Commands.run(List.of("dd", "if=" + file, "iflag=nocache", "count=0", "status=none"));
        }
    }

    private static List<Path> regularFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes a directory with nothing in it, whatever was there.
    public static Path empty(Path directory) {
        delete(directory);
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes a directory, if it is there, and all in it.
    public static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Bytes that the device below a directory was given to write since the machine started, whoever it was, the file system's own
    /// included. (What the kernel counts of a process is not that: it takes all of a large page for written when a byte of it is.)
    ///
    /// @return empty if the directory is not on a device of its own
    static OptionalLong writtenBytes(Path directory) {
        try {
            long device = ((Number) Files.getAttribute(directory, "unix:dev")).longValue();
            long major = (device >> 8) & 0xfff;
            long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
            Path statistics = Path.of("/sys/dev/block/" + major + ":" + minor + "/stat");
            return Files.exists(statistics)
                    ? OptionalLong.of(writtenBytes(Files.readString(statistics)))
                    : OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads such a file: its seventh field are the sectors of 512 bytes that were written.
    static long writtenBytes(String statistics) {
        return Long.parseLong(statistics.strip().split("\\s+", -1)[6]) * SECTOR_BYTES;
    }

    /// What was written between two readings, for each of so many; NaN if that is not known.
    static double writtenEach(OptionalLong before, OptionalLong after, double count) {
        return before.isPresent() && after.isPresent()
                ? (after.getAsLong() - before.getAsLong()) / count
                : Double.NaN;
    }

    /// The same for people.
    static String text(double writtenEach) {
        return Double.isNaN(writtenEach) ? "–" : String.format(Locale.ROOT, "%,.0f", writtenEach);
    }

    /// Bytes of a process that are in memory.
    public static long residentBytes(long pid) {
        return number(Path.of("/proc", Long.toString(pid), "smaps_rollup"), "Rss:") * 1024;
    }

    /// How many files below a directory a process has open.
    static long openFiles(long pid, Path directory) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.filter(it -> isBelow(directory, it)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isBelow(Path directory, Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(directory);
        } catch (NoSuchFileException e) {
            return false; // it was closed while we looked
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow(() -> new BenchException("there is no " + name + " in " + file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
