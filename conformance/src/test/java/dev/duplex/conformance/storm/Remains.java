package dev.duplex.conformance.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a process holds of sockets and event loops. Linux only.
final class Remains {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Pattern LOOP = Pattern.compile("duplex-\\d+-\\d+");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// How long silence is looked at, and how much of it all loops together may be at work.
    private static final Duration SILENCE = Duration.ofMillis(500);

    private static final Duration MOST_WORK = Duration.ofMillis(25);

    private Remains() {}

    /// How many descriptors there are of sockets, and of what event loops wait by. Of files the JVM opens some when it likes.
    static long descriptors() {
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.filter(Remains::isOfSocketOrLoop).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfSocketOrLoop(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:") || target.startsWith("anon_inode:");
        } catch (NoSuchFileException _) {
            return false; // that of the listing itself, or closed meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the event loops of this process do next to nothing for half a second.
    static boolean loopsAreIdle() {
        long before = loopNanos();
        long until = System.nanoTime() + SILENCE.toNanos();
        for (long left = SILENCE.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return loopNanos() - before < MOST_WORK.toNanos();
    }

    /// The event loops that there are.
    static List<String> loops() {
        return Stream.of(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(Remains::isLoop)
                .map(ThreadInfo::getThreadName)
                .toList();
    }

    private static long loopNanos() {
        return Stream.of(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(Remains::isLoop)
                .mapToLong(thread -> Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }

    private static boolean isLoop(ThreadInfo thread) {
        // null: it ended between the two calls
        return thread != null && LOOP.matcher(thread.getThreadName()).matches();
    }
}
