package dev.duplex.faults;

import java.util.concurrent.atomic.AtomicLong;

/// Counts what a proxy does; for any thread.
final class Tally {
    final AtomicLong accepted = new AtomicLong();
    final AtomicLong cut = new AtomicLong();
    final AtomicLong cutInFrame = new AtomicLong();
    final AtomicLong stalled = new AtomicLong();
    final AtomicLong halfClosed = new AtomicLong();
    final AtomicLong throttled = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong blackholed = new AtomicLong();
    final AtomicLong unreachable = new AtomicLong();
    final AtomicLong forgotten = new AtomicLong();
    final AtomicLong overLimit = new AtomicLong();

    FaultCounts now() {
        return new FaultCounts(
                accepted.get(),
                cut.get(),
                cutInFrame.get(),
                stalled.get(),
                halfClosed.get(),
                throttled.get(),
                refused.get(),
                blackholed.get(),
                unreachable.get(),
                forgotten.get(),
                overLimit.get());
    }
}
