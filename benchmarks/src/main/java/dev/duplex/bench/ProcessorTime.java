package dev.duplex.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Processor time that a process has used, all its threads together, those that have ended too.
///
/// The sum is the process's own clock, in nanoseconds. (`schedstat` of each thread would be as
/// fine, but that of threads that end, such as a JVM's compilers, is lost.) How it divides is the
/// kernel's estimate in `/proc/PID/stat`, in steps of 10 ms.
///
/// @param nanos in user mode and in the kernel
/// @param userTicks in user mode, as the kernel estimates it
/// @param systemTicks in the kernel, as the kernel estimates it
record ProcessorTime(long nanos, long userTicks, long systemTicks) {
    static final ProcessorTime NONE = new ProcessorTime(0, 0, 0);

    static ProcessorTime of(long pid) {
        try {
            return parse(
                    ProcessorClock.nanos(pid),
                    Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a line as in proc(5): `utime` and `stime` are fields 14 and 15; field 2, the name in
    /// parentheses, may hold anything.
    static ProcessorTime parse(long nanos, String stat) {
        List<String> fields =
                Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return new ProcessorTime(
                nanos, Long.parseLong(fields.get(11)), Long.parseLong(fields.get(12)));
    }

    ProcessorTime plus(ProcessorTime other) {
        return new ProcessorTime(
                nanos + other.nanos, userTicks + other.userTicks, systemTicks + other.systemTicks);
    }

    ProcessorTime minus(ProcessorTime other) {
        return new ProcessorTime(
                nanos - other.nanos, userTicks - other.userTicks, systemTicks - other.systemTicks);
    }

    /// The share of it that was spent in user mode; 0 if there were no ticks at all.
    double userShare() {
        long ticks = userTicks + systemTicks;
        return ticks == 0 ? 0 : (double) userTicks / ticks;
    }
}
