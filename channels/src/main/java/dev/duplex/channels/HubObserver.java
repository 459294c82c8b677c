package dev.duplex.channels;

/// Hears of what a hub does, for metrics. Called in the lanes and on publishers' threads; must not
/// block, and must not throw.
public interface HubObserver {
    /// Hears nothing.
    HubObserver NONE = new HubObserver() {};

    /// A publication was accepted by the engine, or refused.
    default void published(String channel, Result<Published> result) {}

    /// A subscription has begun.
    default void started(Subscription subscription, Start start) {}

    /// A subscription has ended otherwise than by its subscriber's wish.
    default void ended(Subscription subscription, End end) {}

    /// A subscriber by [Delivery#DROP] or [Delivery#LATEST] goes without so many publications.
    default void skipped(Subscription subscription, long count) {}

    /// A subscriber by [Delivery#DROP] or [Delivery#LATEST] took a publication: how old it has become is its staleness.
    default void delivered(Subscription subscription, Publication publication) {}
}
