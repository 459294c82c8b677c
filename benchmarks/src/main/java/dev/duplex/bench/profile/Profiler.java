package dev.duplex.bench.profile;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/// async-profiler, loaded into the JVM of a server while that runs. It sees the kernel's frames where the system lets it.
public final class Profiler {
    /// What a JVM is told beforehand, so that frames are not those of the nearest safepoint.
    public static final List<String> JVM_ARGUMENTS =
            List.of(
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:+DebugNonSafepoints",
                    "-XX:+EnableDynamicAgentLoading");

    /// A prime, in microseconds: nothing periodic is always seen, or never.
    private static final int INTERVAL_MICROS = 499;

    private final Path library;
    private final Path output;

    /// @param directory where it puts the library and what that writes
    /// @throws IllegalStateException if there is none for this machine
    public Profiler(Path directory) {
        library = directory.resolve("libasyncProfiler.so");
        output = directory.resolve("collapsed.txt");
        String name = resource(System.getProperty("os.arch"));
        try (InputStream in = Profiler.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("async-profiler has no " + name);
            }
            Files.createDirectories(directory);
            Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String architecture) {
        boolean arm = architecture.toLowerCase(Locale.ROOT).equals("aarch64");
        return arm ? "/linux-arm64/libasyncProfiler.so" : "/linux-x64/libasyncProfiler.so";
    }

    /// Begins to look, at processor time only: what waits is not seen.
    public void begin(long pid) {
        order(pid, "start,event=cpu,interval=%dus".formatted(INTERVAL_MICROS));
    }

    /// Ends it, and adds what was seen since.
    public void end(long pid, Stacks stacks) {
        order(pid, "stop,collapsed,ann,file=" + output);
        try {
            stacks.add(Files.readString(output));
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void order(long pid, String what) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                machine.loadAgentPath(library.toAbsolutePath().toString(), what);
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException
                | AgentLoadException
                | AgentInitializationException e) {
            throw new IllegalStateException("the profiler does not " + what, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
