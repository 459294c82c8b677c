package dev.duplex.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// When to ping, what came of it, and when a peer counts as silent. The peer is judged only while
/// it is being read from; any byte of it counts as life. Times are those of one monotonic clock,
/// in nanoseconds.
final class KeepAlive {
    static final int PING_BYTES = 8;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final ProtocolContext context;
    private long nextPing;
    private long pingSentAt;
    private long count;

    /// Whether nothing at all came since a ping; then the peer has until `silentAt`.
    private boolean waiting;

    private long silentAt;
    private boolean reading = true;

    KeepAlive(ProtocolContext context, long now) {
        this.context = context;
        nextPing = now + context.pingIntervalNanos;
    }

    void heard() {
        waiting = false;
    }

    void reading(boolean reading, long now) {
        this.reading = reading;
        silentAt = now + context.pongTimeoutNanos;
    }

    private boolean isJudging() {
        return waiting && reading && context.pongTimeoutNanos > 0;
    }

    /// Whether the peer has been silent for too long.
    boolean silent(long now) {
        return isJudging() && now - silentAt >= 0;
    }

    boolean pingDue(long now) {
        return context.pingIntervalNanos > 0 && now - nextPing >= 0;
    }

    /// The payload of the ping to send now, in the context's array until the next ping of any connection.
    byte[] ping(long now) {
        nextPing = now + context.pingIntervalNanos;
        pingSentAt = now;
        LONG.set(context.pingPayload, 0, ++count);
        if (!waiting) {
            waiting = true;
            silentAt = now + context.pongTimeoutNanos;
        }
        return context.pingPayload;
    }

    /// Puts the next ping off: there is no room for one.
    void postpone(long now) {
        nextPing = now + context.pingIntervalNanos;
    }

    /// @return how long the last ping took if this answers it, else -1
    long pong(byte[] payload, int length, long now) {
        boolean answers = count > 0 && length == PING_BYTES && (long) LONG.get(payload, 0) == count;
        return answers ? now - pingSentAt : -1;
    }

    /// When to look again; `Long.MAX_VALUE` for never.
    long deadline() {
        if (context.pingIntervalNanos == 0) {
            return Long.MAX_VALUE;
        }
        return isJudging() && silentAt - nextPing < 0 ? silentAt : nextPing;
    }
}
