package dev.duplex.app.line;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What all connections of one page have in common: how much of what the server has to say is let through, and how much it has been.
/// Any thread.
final class Line {
    /// No limit.
    static final int OPEN = 0;

    /// The slowest, in bytes a second: slower ones let through less than the protocol itself needs.
    static final int SLOWEST = 1_000;

    /// The fastest that is a limit, in bytes a second.
    static final int FASTEST = 100_000_000;

    private final LongAdder bytes = new LongAdder();
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile int bytesPerSecond = OPEN;

    /// Whether a line may be limited so.
    static boolean isSpeed(int bytesPerSecond) {
        return bytesPerSecond == OPEN || (bytesPerSecond >= SLOWEST && bytesPerSecond <= FASTEST);
    }

    int bytesPerSecond() {
        return bytesPerSecond;
    }

    /// From now on; each session learns of it within [LineSession#LOOK].
    void limit(int bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /// So many bytes of messages have gone.
    void sent(int count) {
        bytes.add(count);
    }

    /// How many bytes of messages have gone, without what their transport adds.
    long bytes() {
        return bytes.sum();
    }

    void opened() {
        sessions.incrementAndGet();
    }

    void closed() {
        sessions.decrementAndGet();
    }

    boolean isUsed() {
        return sessions.get() > 0;
    }
}
