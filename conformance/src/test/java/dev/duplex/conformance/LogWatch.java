package dev.duplex.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test when, up to its end, Duplex or Netty logged anything at WARNING or above, or a thread
/// ended with an exception: nothing that a peer does is worth a warning (and a leaked buffer is).
public final class LogWatch implements BeforeAllCallback, AfterEachCallback {
    private record Entry(Level level, String line) {}

    private static final List<Entry> LOGGED = new ArrayList<>();
    // Held here, because the logging system itself holds loggers weakly.
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("dev.duplex"), Logger.getLogger("io.netty"));
    private static boolean attached;

    @Override
    public void beforeAll(ExtensionContext context) {
        synchronized (LOGGED) {
            if (!attached) {
                LOGGERS.forEach(logger -> logger.addHandler(new Recorder()));
                Thread.setDefaultUncaughtExceptionHandler((thread, thrown) ->
                        record(Level.SEVERE, "thread " + thread.getName() + ": " + thrown));
                attached = true;
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> logged = taken();
        if (!logged.isEmpty()) {
            throw new AssertionError(
                    "nothing that a peer does is logged at WARNING or above, but this was:\n"
                            + String.join("\n", logged));
        }
    }

    /// What was logged at WARNING or above since the last call, for a test that expects something.
    public static List<String> taken() {
        return taken(Level.WARNING);
    }

    /// What was logged at INFO or above, and at `from` or above, since the last call.
    public static List<String> taken(Level from) {
        synchronized (LOGGED) {
            List<String> logged =
                    LOGGED.stream()
                            .filter(entry -> entry.level.intValue() >= from.intValue())
                            .map(Entry::line)
                            .toList();
            LOGGED.clear();
            return logged;
        }
    }

    private static void record(Level level, String line) {
        synchronized (LOGGED) {
            LOGGED.add(new Entry(level, line));
        }
    }

    private static final class Recorder extends Handler {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
                String thrown = entry.getThrown() == null ? "" : " — " + entry.getThrown();
                record(
                        entry.getLevel(),
                        entry.getLoggerName()
                                + " "
                                + entry.getLevel()
                                + ": "
                                + entry.getMessage()
                                + thrown);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
