package dev.duplex.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sees to it that what this JVM has made does not outlive it, whatever ends the JVM: a shutdown hook does not run when it is killed, and a paused
/// process would stay for ever. A shell waits for the end of its input, which comes with the JVM's, and then runs a command.
///
/// Where there is no shell nothing is guarded.
public final class Guard {
    /// What an interrupt at the terminal sends to all must not end the guard first.
    private static final String SCRIPT = "trap '' HUP INT TERM; read -r _ || \"$@\"";

    private static final Logger LOG = System.getLogger(Guard.class.getName());

    private final Optional<Process> shell;

    private Guard(Optional<Process> shell) {
        this.shell = shell;
    }

    /// Watches over a process until that ends: it is killed with the JVM.
    public static void over(Process process) {
        Guard guard = waiting(List.of("kill", "-KILL", Long.toString(process.pid())));
        var _ = process.onExit().thenRun(guard::dismiss);
    }

    /// Runs a command when the JVM has ended, unless it is dismissed before.
    static Guard waiting(List<String> command) {
        List<String> all = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
        all.addAll(command);
        try {
            return new Guard(
                    Optional.of(
                            new ProcessBuilder(all)
                                    .redirectOutput(Redirect.DISCARD)
                                    .redirectError(Redirect.DISCARD)
                                    .start()));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "If this program is killed, what it has started stays: no shell",
                    e);
            return new Guard(Optional.empty());
        }
    }

    void dismiss() {
        shell.ifPresent(Guard::dismiss);
    }

    private static void dismiss(Process shell) {
        try (OutputStream in = shell.getOutputStream()) {
            in.write('\n');
        } catch (IOException _) {
            shell.destroyForcibly(); // It is gone already.
        }
    }
}
