package dev.duplex.verify.log;

import java.util.concurrent.atomic.AtomicLong;

/// How much all subscribers of a run together may still write down. For any number of threads.
public final class Room {
    private final AtomicLong left;

    /// @param events how many things that subscribers notice
    public Room(long events) {
        left = new AtomicLong(events);
    }

    /// Takes one.
    ///
    /// @return whether there was any
    boolean take() {
        return left.getAndUpdate(it -> Math.max(0, it - 1)) > 0;
    }
}
