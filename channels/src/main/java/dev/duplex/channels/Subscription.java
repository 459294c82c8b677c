package dev.duplex.channels;

/// A subscriber in a channel, from its subscription to its end. May be kept and used from any
/// thread, but as said.
public interface Subscription {
    String channel();

    ChannelOptions options();

    /// Ends it. When called in the subscriber's lane, nothing more is offered after this method returns;
    /// from elsewhere, at most the delivery that is going on. The subscriber is not told. Nothing happens if it has ended.
    void unsubscribe();

    /// The subscriber, which was full, has room again: what waits under [Delivery#LATEST] is offered. Called
    /// in its lane.
    void drained();
}
