package dev.duplex.websocket;

import java.nio.ByteBuffer;

/// When to ping, what came of it, and when a peer counts as silent. The peer is judged only while
/// it is being read from; any byte of it counts as life. Times are those of one monotonic clock,
/// in nanoseconds.
final class KeepAlive {
    static final int PING_BYTES = 8;

    private final long interval;
    private final long timeout;
    private final byte[] lastPing = new byte[PING_BYTES];

    private long nextPing;
    private long pingSentAt;
    private long count;

    /// Whether nothing at all came since a ping; then the peer has until `silentAt`.
    private boolean waiting;

    private long silentAt;
    private boolean reading = true;

    KeepAlive(ProtocolSettings settings, long now) {
        interval = settings.pingInterval().toNanos();
        timeout = settings.pongTimeout().toNanos();
        nextPing = now + interval;
    }

    void heard() {
        waiting = false;
    }

    void reading(boolean reading, long now) {
        this.reading = reading;
        silentAt = now + timeout;
    }

    /// Whether the peer has been silent for too long.
    boolean silent(long now) {
        return waiting && reading && timeout > 0 && now - silentAt >= 0;
    }

    boolean pingDue(long now) {
        return interval > 0 && now - nextPing >= 0;
    }

    /// The payload of the ping to send now.
    byte[] ping(long now) {
        nextPing = now + interval;
        pingSentAt = now;
        ByteBuffer.wrap(lastPing).putLong(++count);
        if (!waiting) {
            waiting = true;
            silentAt = now + timeout;
        }
        return lastPing;
    }

    /// Puts the next ping off: there is no room for one.
    void postpone(long now) {
        nextPing = now + interval;
    }

    /// @return how long the last ping took if this answers it, else -1
    long pong(byte[] payload, int length, long now) {
        boolean answers =
                count > 0 && length == PING_BYTES && ByteBuffer.wrap(payload).getLong() == count;
        return answers ? now - pingSentAt : -1;
    }

    /// When to look again; `Long.MAX_VALUE` for never.
    long deadline() {
        if (interval == 0) {
            return Long.MAX_VALUE;
        }
        boolean judging = waiting && reading && timeout > 0;
        return judging && silentAt - nextPing < 0 ? silentAt : nextPing;
    }
}
