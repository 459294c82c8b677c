package dev.duplex.channels;

/// Channels and their subscribers, in one process. All methods may be called from any thread and
/// none of them blocks for longer than it takes to queue something.
public final class Hub {
    /// Adds a subscriber to a channel; nothing happens if it is there already. Takes effect in its
    /// lane: before this method returns when called there.
    public void subscribe(String channel, Subscriber subscriber) {
        throw new UnsupportedOperationException();
    }

    /// Takes a subscriber from a channel. When called in its lane, it gets nothing of the channel
    /// after this method returns.
    public void unsubscribe(String channel, Subscriber subscriber) {
        throw new UnsupportedOperationException();
    }

    /// Takes a subscriber from all its channels. Called in its lane.
    public void unsubscribeAll(Subscriber subscriber) {
        throw new UnsupportedOperationException();
    }

    /// Gives a payload to everyone subscribed to the channel. All subscribers see a channel's
    /// publications in one order, that of their offsets. A payload that borrows its bytes is copied.
    public void publish(String channel, Payload payload) {
        throw new UnsupportedOperationException();
    }

    /// How many subscribers the channel has now.
    public int subscribers(String channel) {
        throw new UnsupportedOperationException();
    }
}
