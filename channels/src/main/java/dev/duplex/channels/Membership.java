package dev.duplex.channels;

/// One subscriber in one channel, from its subscription to its end. A later subscription of the
/// same subscriber is another membership.
final class Membership {
    private final String channel;
    private final Subscriber subscriber;
    private final long since;
    private volatile boolean ended;

    /// @param since the channel's offset at the subscription: later publications are for this member
    Membership(String channel, Subscriber subscriber, long since) {
        this.channel = channel;
        this.subscriber = subscriber;
        this.since = since;
    }

    String channel() {
        return channel;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    /// Whether a publication of this offset is to be offered to the member.
    boolean wants(long offset) {
        return !ended && offset > since;
    }

    /// From here on it wants nothing, whoever holds it.
    void end() {
        ended = true;
    }
}
