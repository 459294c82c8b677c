package dev.duplex.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The clock that Linux keeps of each process's processor time: clock_getcpuclockid(3).
final class ProcessorClock {
    private static final MethodHandle CLOCK_OF =
            function("clock_getcpuclockid", ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    private static final MethodHandle TIME_OF =
            function("clock_gettime", ValueLayout.JAVA_INT, ValueLayout.ADDRESS);

    private ProcessorClock() {}

    @SuppressWarnings("restricted") // ./bench enables native access
    private static MethodHandle function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    /// All time that the process has used since its start.
    ///
    /// @throws BenchException if there is no such process
    static long nanos(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment clock = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2); // struct timespec
            int error = (int) CLOCK_OF.invokeExact((int) pid, clock);
            if (error == 0) {
                error = (int) TIME_OF.invokeExact(clock.get(ValueLayout.JAVA_INT, 0), time);
            }
            if (error != 0) {
                throw new BenchException("there is no process " + pid);
            }
            return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
                    + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
        } catch (BenchException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the processor clock cannot be read", e);
        }
    }
}
