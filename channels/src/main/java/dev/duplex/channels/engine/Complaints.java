package dev.duplex.channels.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Logs what fails in an engine, one of many: what fails once fails again and again, for everybody who asks. Any thread.
public final class Complaints {
    private static final long QUIET = Duration.ofMinutes(1).toNanos();

    /// By [System#nanoTime].
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    private final AtomicLong unsaid = new AtomicLong();
    private final System.Logger log;

    /// @param log the engine's
    public Complaints(System.Logger log) {
        this.log = log;
    }

    /// Logs a failure, unless another was a moment ago.
    public void log(EngineException failure) {
        log(failure, null);
    }

    /// Logs one that nobody has foreseen likewise, with where it came from.
    public void logUnexpected(EngineException failure) {
        log(failure, failure);
    }

    private void log(EngineException failure, @Nullable Throwable trace) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + QUIET)) {
            unsaid.incrementAndGet();
            return;
        }
        long more = unsaid.getAndSet(0);
        log.log(
                System.Logger.Level.ERROR,
                failure.getMessage()
                        + (more == 0 ? "" : " (and " + more + " failures that were not logged)"),
                trace);
    }
}
