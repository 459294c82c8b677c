package dev.duplex.verify.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Writes down what a publisher does. One thread writes; counts may be read by any; the log by who knows that the writer has ended.
public final class PublisherRecorder {
    private final String name;
    private final String channel;
    private final LongSupplier clock;
    private final List<Sending> sendings = new ArrayList<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private volatile long lastAcknowledged;
    private volatile long settled;
    private volatile long mark;
    private volatile boolean finished;
    private volatile boolean broken;

    /// @param clock nanoseconds since the run began
    public PublisherRecorder(String name, String channel, LongSupplier clock) {
        this.name = name;
        this.channel = channel;
        this.clock = clock;
    }

    public String name() {
        return name;
    }

    public String channel() {
        return channel;
    }

    /// The time.
    public long now() {
        return clock.getAsLong();
    }

    /// The sequence number of the next publication.
    public long next() {
        return sendings.size() + 1L;
    }

    /// The publication [#next] is settled.
    ///
    /// @param sentAt before its first byte was sent
    public void settled(long sentAt, Outcome outcome) {
        long sequence = next();
        sendings.add(new Sending(sequence, sentAt, outcome, now()));
        switch (outcome) {
            case ACKNOWLEDGED -> {
                acknowledged.incrementAndGet();
                lastAcknowledged = sequence;
            }
            case REFUSED -> refused.incrementAndGet();
            case UNKNOWN -> unknown.incrementAndGet();
        }
        settled = sequence;
    }

    /// All faults have ended. For one thread, which need not be the writer.
    public void mark() {
        // One may be under way, which was sent before.
        mark = settled + 2;
    }

    /// The sequence number from which on everything is sent after [#mark] was called.
    public long marked() {
        return mark;
    }

    /// Its last publication, after all faults, was acknowledged.
    public void finish() {
        finished = true;
    }

    /// A bug of this program has ended it. What it had under way, if anything, may have been published.
    public void broken() {
        settled(sendings.isEmpty() ? 0 : sendings.getLast().settledAt(), Outcome.UNKNOWN);
        broken = true;
    }

    /// Whether nothing more is to come of it.
    public boolean isFinished() {
        return finished || broken;
    }

    /// The sequence number of the last that was acknowledged; 0 if none was.
    public long lastAcknowledged() {
        return lastAcknowledged;
    }

    private PublisherEnd end() {
        if (broken) {
            return PublisherEnd.BROKEN;
        }
        boolean answered = finished || (mark > 0 && lastAcknowledged >= mark);
        return answered ? PublisherEnd.ANSWERED : PublisherEnd.UNANSWERED;
    }

    public long acknowledged() {
        return acknowledged.get();
    }

    public long refused() {
        return refused.get();
    }

    public long unknown() {
        return unknown.get();
    }

    public PublisherLog log() {
        return new PublisherLog(name, channel, end(), sendings);
    }
}
