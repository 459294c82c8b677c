package dev.duplex.verify.judge;

import dev.duplex.verify.log.Outcome;
import dev.duplex.verify.log.Sending;

/// A publication as the judge sees it: what its publisher knows, and what subscribers showed.
final class Published {
    private final String publisher;
    private final Sending sending;
    private long knownAt;
    private boolean seen;

    Published(String publisher, Sending sending) {
        this.publisher = publisher;
        this.sending = sending;
        this.knownAt =
                sending.outcome() == Outcome.ACKNOWLEDGED ? sending.settledAt() : Long.MAX_VALUE;
    }

    /// A subscriber got it.
    void seenAt(long at) {
        seen = true;
        knownAt = Math.min(knownAt, at);
    }

    boolean isSeen() {
        return seen;
    }

    Outcome outcome() {
        return sending.outcome();
    }

    long sentAt() {
        return sending.sentAt();
    }

    /// The first time at which it was published for sure; none if it may not be.
    long knownAt() {
        return knownAt;
    }

    /// Whether it is published: so it was said, or so it was seen.
    boolean exists() {
        return switch (sending.outcome()) {
            case ACKNOWLEDGED -> true;
            case UNKNOWN -> seen;
            case REFUSED -> false;
        };
    }

    /// Whether it is published, or may be.
    boolean mayExist() {
        return sending.outcome() != Outcome.REFUSED;
    }

    /// Whether it was published before the other was sent.
    boolean isBefore(Published other) {
        return knownAt < other.sentAt();
    }

    @Override
    public String toString() {
        return publisher + " #" + sending.sequence();
    }
}
