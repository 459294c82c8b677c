package dev.duplex.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The deadlines of one connection, with one scheduled task among them. Moving a deadline into the
/// future costs a field: the task finds when it runs that it is early, and is scheduled again. Used
/// on the connection's event loop only.
final class ConnectionTimer {
    /// What is waited for.
    enum Wait {
        /// The rest of a request head, TLS included for the first.
        HEAD,
        /// The next request.
        IDLE,
        /// More of a request's body.
        BODY,
        /// The peer to take some of what was written.
        WRITE,
        /// What a WebSocket connection's protocol waits for next: a ping to send, a pong, a Close.
        PROTOCOL,
        /// The peer to close, after the last response or Close.
        LINGER
    }

    private static final long NEVER = Long.MAX_VALUE;
    private static final Wait[] WAITS = Wait.values();

    private final EventLoop loop;
    private final Consumer<Wait> expired;

    /// By what is waited for: nanoseconds since `origin`; `NEVER` where nothing is.
    private final long[] deadlines = new long[WAITS.length];

    private final long origin = System.nanoTime();
    private @Nullable ScheduledFuture<?> task;
    private long taskAt = NEVER;
    private boolean stopped;

    // An array and not an EnumMap of boxes: every connection has one of these.
    @SuppressWarnings("EnumOrdinal")
    private static int slot(Wait wait) {
        return wait.ordinal();
    }

    ConnectionTimer(EventLoop loop, Consumer<Wait> expired) {
        this.loop = loop;
        this.expired = expired;
        Arrays.fill(deadlines, NEVER);
    }

    /// Calls `expired` once after `timeout`, unless cleared or set anew. Zero: never.
    void set(Wait wait, Duration timeout) {
        if (stopped || timeout.isZero()) {
            return;
        }
        long deadline = now() + timeout.toNanos();
        deadlines[slot(wait)] = deadline;
        if (deadline < taskAt) {
            schedule(deadline);
        }
    }

    void clear(Wait wait) {
        deadlines[slot(wait)] = NEVER;
    }

    boolean isSet(Wait wait) {
        return deadlines[slot(wait)] != NEVER;
    }

    /// Nothing expires any more.
    void stop() {
        stopped = true;
        Arrays.fill(deadlines, NEVER);
        cancelTask();
    }

    private void cancelTask() {
        if (task != null) {
            task.cancel(false);
            task = null;
        }
        taskAt = NEVER;
    }

    private void schedule(long deadline) {
        cancelTask();
        taskAt = deadline;
        task = loop.schedule(this::run, deadline - now(), TimeUnit.NANOSECONDS);
    }

    private void run() {
        task = null;
        taskAt = NEVER;
        long now = now();
        for (Wait wait : WAITS) {
            if (deadlines[slot(wait)] <= now) {
                deadlines[slot(wait)] = NEVER;
                expired.accept(wait);
            }
        }
        long next = NEVER;
        for (long deadline : deadlines) {
            next = Math.min(next, deadline);
        }
        if (next < taskAt) {
            schedule(next);
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }
}
