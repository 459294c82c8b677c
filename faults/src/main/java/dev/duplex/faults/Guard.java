package dev.duplex.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Sees to it that a process does not outlive this JVM, whatever ends the JVM: a shutdown hook does not run when it is killed, and a paused
/// process would stay for ever. A shell waits for the end of its input, which comes with the JVM's, and then kills the process.
///
/// Where there is no shell there is only the hook.
public final class Guard {
    /// What an interrupt at the terminal sends to all must not end the guard first.
    private static final String SCRIPT = "trap '' HUP INT TERM; read -r _ || kill -KILL \"$0\"";

    private static final Logger LOG = System.getLogger(Guard.class.getName());

    private Guard() {}

    /// Watches over a process until that ends.
    public static void over(Process process) {
        Process guard;
        try {
            guard =
                    new ProcessBuilder("sh", "-c", SCRIPT, Long.toString(process.pid()))
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "If this program is killed, the server stays: no shell", e);
            return;
        }
        var _ = process.onExit().thenRun(() -> dismiss(guard));
    }

    private static void dismiss(Process guard) {
        try (OutputStream in = guard.getOutputStream()) {
            in.write('\n');
        } catch (IOException _) {
            guard.destroyForcibly(); // It is gone already.
        }
    }
}
