package dev.duplex.engine.disk;

import dev.duplex.channels.engine.EngineException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Logs what fails, one of many: what fails once fails again and again, for everybody who asks. Any thread.
final class Complaints {
    private static final System.Logger LOG = System.getLogger("dev.duplex.engine.disk");
    private static final long QUIET = Duration.ofMinutes(1).toNanos();

    /// By [System#nanoTime].
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    private final AtomicLong unsaid = new AtomicLong();

    /// Logs a failure, unless another was a moment ago.
    void log(EngineException failure) {
        log(failure, null);
    }

    /// Logs one that nobody has foreseen likewise, with where it came from.
    void logUnexpected(EngineException failure) {
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
        LOG.log(
                System.Logger.Level.ERROR,
                failure.getMessage()
                        + (more == 0 ? "" : " (and " + more + " failures that were not logged)"),
                trace);
    }
}
