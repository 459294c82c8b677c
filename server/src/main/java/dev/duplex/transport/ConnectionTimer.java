package dev.duplex.transport;

import java.time.Duration;

/// The deadlines of one connection. Moving a deadline into the future costs a field: the timer finds when it is run
/// that it is early, and waits again. Used on the connection's event loop only.
final class ConnectionTimer extends LoopTimers.Timer {
    /// What is waited for. But for [#WRITE], one ends the other: a connection waits for one thing of its peer at a time.
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

    /// Whose deadlines they are.
    interface Owner {
        /// A deadline has passed. It is cleared.
        void expired(Wait wait);
    }

    private static final long NEVER = LoopTimers.NEVER;

    /// Times at which timers are run are multiples of this, 17 ms: so that one task of the loop is for all that are due about then.
    private static final long GRID = 1L << 24;

    private final LoopTimers timers;
    private final Owner owner;

    /// What is waited for of the peer, if `peerAt` is not `NEVER`.
    private Wait peer = Wait.HEAD;

    private long peerAt = NEVER;
    private long writeAt = NEVER;

    private boolean stopped;

    ConnectionTimer(LoopTimers timers, Owner owner) {
        this.timers = timers;
        this.owner = owner;
    }

    /// Calls the owner once after so many nanoseconds, unless cleared or set anew. Zero: never.
    void set(Wait wait, long nanos) {
        if (stopped || nanos == 0) {
            return;
        }
        long deadline = LoopTimers.now() + Math.min(nanos, NEVER / 2);
        if (wait == Wait.WRITE) {
            writeAt = deadline;
        } else {
            peer = wait;
            peerAt = deadline;
        }
        wakeBy(deadline);
    }

    private void wakeBy(long deadline) {
        long at = (deadline + GRID - 1) & -GRID;
        if (!isPlaced() || at < wakeAt) {
            wakeAt = at;
            timers.place(this);
        }
    }

    /// The same.
    void set(Wait wait, Duration timeout) {
        set(wait, timeout.toNanos());
    }

    void clear(Wait wait) {
        if (wait == Wait.WRITE) {
            writeAt = NEVER;
        } else if (wait == peer) {
            peerAt = NEVER;
        }
    }

    boolean isSet(Wait wait) {
        return wait == Wait.WRITE ? writeAt != NEVER : wait == peer && peerAt != NEVER;
    }

    /// Nothing expires any more.
    void stop() {
        stopped = true;
        peerAt = NEVER;
        writeAt = NEVER;
        timers.remove(this);
    }

    /// Its time has come, or was moved since.
    @Override
    void run(long now) {
        if (peerAt <= now) {
            peerAt = NEVER;
            owner.expired(peer);
        }
        if (writeAt <= now) {
            writeAt = NEVER;
            owner.expired(Wait.WRITE);
        }
        long next = Math.min(peerAt, writeAt);
        if (next != NEVER) {
            wakeBy(next);
        }
    }
}
