package dev.duplex.bench.load;

import org.HdrHistogram.Histogram;

/// Counts what arrived, and how long it took. Touched on the load's event loop only.
final class Meter {
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private long messages;
    private Histogram latency = new Histogram(HIGHEST_NANOS, 3);
    private Histogram late = new Histogram(HIGHEST_NANOS, 3);

    void arrived(long nanos) {
        messages++;
        latency.recordValue(Math.min(nanos, HIGHEST_NANOS));
    }

    /// A message was sent so long after it should have been.
    void sentLate(long nanos) {
        late.recordValue(Math.min(nanos, HIGHEST_NANOS));
    }

    long messages() {
        return messages;
    }

    /// Starts a new histogram of latencies and gives the one so far.
    Histogram nextLatency() {
        Histogram filled = latency;
        latency = new Histogram(HIGHEST_NANOS, 3);
        return filled;
    }

    /// The same of how late messages were sent.
    Histogram nextLate() {
        Histogram filled = late;
        late = new Histogram(HIGHEST_NANOS, 3);
        return filled;
    }
}
