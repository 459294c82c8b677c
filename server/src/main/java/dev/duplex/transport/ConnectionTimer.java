package dev.duplex.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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

    private static final class Deadline {
        /// Nanoseconds since `origin`; `NEVER` where nothing is waited for.
        long at = NEVER;
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final EventLoop loop;
    private final Consumer<Wait> expired;
    private final EnumMap<Wait, Deadline> deadlines = new EnumMap<>(Wait.class);
    private final long origin = System.nanoTime();
    private @Nullable ScheduledFuture<?> task;
    private long taskAt = NEVER;
    private boolean stopped;

    ConnectionTimer(EventLoop loop, Consumer<Wait> expired) {
        this.loop = loop;
        this.expired = expired;
        for (Wait wait : Wait.values()) {
            deadlines.put(wait, new Deadline());
        }
    }

    private Deadline deadline(Wait wait) {
        return Objects.requireNonNull(deadlines.get(wait));
    }

    /// Calls `expired` once after `timeout`, unless cleared or set anew. Zero: never.
    void set(Wait wait, Duration timeout) {
        if (stopped || timeout.isZero()) {
            return;
        }
        long deadline = now() + timeout.toNanos();
        deadline(wait).at = deadline;
        if (deadline < taskAt) {
            schedule(deadline);
        }
    }

    void clear(Wait wait) {
        deadline(wait).at = NEVER;
    }

    boolean isSet(Wait wait) {
        return deadline(wait).at != NEVER;
    }

    /// Nothing expires any more.
    void stop() {
        stopped = true;
        for (Deadline deadline : deadlines.values()) {
            deadline.at = NEVER;
        }
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
        for (Map.Entry<Wait, Deadline> entry : deadlines.entrySet()) {
            Deadline deadline = entry.getValue();
            if (deadline.at <= now) {
                deadline.at = NEVER;
                expired.accept(entry.getKey());
            }
        }
        long next = NEVER;
        for (Deadline deadline : deadlines.values()) {
            next = Math.min(next, deadline.at);
        }
        if (next < taskAt) {
            schedule(next);
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }
}
