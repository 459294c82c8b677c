package dev.duplex.streamed;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes of messages that may be held at a time. One that is larger than all of it is held alone. Thread-safe.
final class Allowance {
    /// What a message takes besides its bytes.
    static final int OVERHEAD = 512;

    private final AtomicLong held = new AtomicLong();
    private final int most;

    /// @param most bytes
    Allowance(int most) {
        this.most = most;
    }

    /// @param bytes of a message
    /// @return whether there is room for it; then it is [#release]d once
    boolean take(int bytes) {
        long all = (long) bytes + OVERHEAD;
        long now;
        do {
            now = held.get();
            if (now > 0 && now + all > most) {
                return false;
            }
        } while (!held.compareAndSet(now, now + all));
        return true;
    }

    /// It is not held any more.
    void release(int bytes) {
        held.addAndGet(-((long) bytes + OVERHEAD));
    }
}
