package dev.duplex.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Processor time that a process has used, all its threads together, those that have ended too.
///
/// It is taken from `/proc/PID/stat` and not from the finer `schedstat` of each thread: that of
/// threads that end (a JVM's compilers) is lost. The step is 10 ms, 0.3 % of a window of 3 s; the
/// sum of the two is exact to a step, their proportion is the kernel's estimate.
///
/// @param userNanos in user mode
/// @param systemNanos in the kernel
record ProcessorTime(long userNanos, long systemNanos) {
    /// USER_HZ, which is 100 on every architecture that Linux calls 64-bit.
    private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

    static final ProcessorTime NONE = new ProcessorTime(0, 0);

    static ProcessorTime of(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a line as in proc(5): `utime` and `stime` are fields 14 and 15; field 2, the name in
    /// parentheses, may hold anything.
    static ProcessorTime parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new ProcessorTime(
                Long.parseLong(fields[11]) * NANOS_PER_TICK,
                Long.parseLong(fields[12]) * NANOS_PER_TICK);
    }

    ProcessorTime minus(ProcessorTime other) {
        return new ProcessorTime(
                userNanos - other.userNanos, systemNanos - other.systemNanos);
    }

    long nanos() {
        return userNanos + systemNanos;
    }
}
