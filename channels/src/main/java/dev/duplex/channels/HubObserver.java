package dev.duplex.channels;

/// Hears of what a hub does, for metrics: [Hub.Builder#observer]. Called in the lanes, on publishers' threads and on those of
/// an engine, several at a time; must not block. What it throws is logged, once, and changes nothing.
///
/// Names of channels are what peers have made up: whoever counts by them counts by [Namespaces#namespace],
/// and only those that there are.
public interface HubObserver {
    /// Hears nothing, and costs nothing.
    HubObserver NONE = new HubObserver() {};

    /// It hears of this hub. The first call, while the hub is built.
    default void observes(Hub hub) {}

    // --- publishing

    /// A publication was committed by the engine, or had been before, which [Published#duplicate] says.
    ///
    /// @param nanos how long the engine took
    default void published(String channel, Published published, long nanos) {}

    /// A publication was not given to the engine.
    default void publishRefused(String channel, Problem problem) {}

    /// The engine failed to publish, or to say that it has.
    default void publishFailed(String channel) {}

    // --- being in a channel

    /// A subscriber is in a channel on this node, whether its subscription has begun or not. [#left] follows, once; from
    /// another thread perhaps a moment before.
    default void entered(String channel) {}

    /// A subscriber is in a channel no more, for whatever reason.
    default void left(String channel) {}

    /// A subscription with an [Entry] has begun.
    default void started(Subscription subscription, Start start) {}

    /// A subscription with an [Entry] did not begin.
    default void refused(String channel, Problem problem) {}

    /// A subscription has ended otherwise than by its subscriber's wish.
    default void ended(Subscription subscription, End end) {}

    // --- other nodes

    /// What became of a client's message that was handed on to the node of its session.
    ///
    /// @param nanos until that was known
    default void relayed(RelayOutcome outcome, long nanos) {}

    /// A client's message has come by another node for a session of this one, and this became of it.
    ///
    /// @param outcome one that [RelayOutcome#isSaid]
    default void relayArrived(RelayOutcome outcome) {}

    // --- delivery

    /// So many publications were given to subscribers of one channel in one lane, without those that subscribers did not want: summed up, so
    /// that there is a call for each publication and lane at most, not for each subscriber. Of those by [Delivery#DROP] or [Delivery#LATEST] each says so itself, when it has taken
    /// something.
    default void offered(String channel, long count) {}

    /// A subscriber by [Delivery#DROP] or [Delivery#LATEST] goes without so many publications.
    default void skipped(Subscription subscription, long count) {}

    /// A subscriber by [Delivery#DROP] or [Delivery#LATEST] took a publication: how old it has become is its staleness.
    default void delivered(Subscription subscription, Publication publication) {}
}
