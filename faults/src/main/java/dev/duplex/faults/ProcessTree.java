package dev.duplex.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process and all that it has started, as they are now: a server may be started by a script.
///
/// @param processes the first is the root; none if nothing was started
public record ProcessTree(List<ProcessHandle> processes) {
    static final ProcessTree NONE = new ProcessTree(List.of());

    public static ProcessTree of(Process root) {
        return new ProcessTree(
                Stream.concat(Stream.of(root.toHandle()), root.descendants()).toList());
    }

    /// SIGKILL, which ends a paused process too.
    public void kill() {
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    /// SIGTERM.
    void terminate() {
        processes.forEach(ProcessHandle::destroy);
    }

    /// Waits for the end of all of them, uninterrupted, and not for ever.
    ///
    /// @return whether they ended in time
    public boolean awaitEnd(Duration patience) {
        try {
            CompletableFuture.allOf(
                            processes.stream()
                                    .map(ProcessHandle::onExit)
                                    .toArray(CompletableFuture[]::new))
                    .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
            return true;
        } catch (CompletionException _) {
            return false; // A timeout: the end of a process does not fail.
        }
    }

    boolean isAlive() {
        return processes.stream().anyMatch(ProcessHandle::isAlive);
    }

    /// Sends a signal that Java has no method for.
    ///
    /// @param name as `kill` takes it: `STOP`, `CONT`
    /// @throws InjectionException if it cannot be sent
    void signal(String name) throws InjectionException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$0\" \"$@\"", name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        int code;
        String said;
        try {
            Process kill = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (InputStream out = kill.getInputStream()) {
                said = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
            code = kill.waitFor();
        } catch (IOException e) {
            throw new InjectionException(
                    "SIG%s cannot be sent here: it takes the shell's kill, as there is on Linux and macOS (%s)."
                            .formatted(name, e.getMessage()),
                    e);
        }
        // What one of the processes started may have ended between listing and signalling.
        if (code != 0 && (processes.size() == 1 || !processes.getFirst().isAlive())) {
            throw new InjectionException(
                    "SIG%s could not be sent to process %d: %s"
                            .formatted(name, processes.getFirst().pid(), said));
        }
    }
}
