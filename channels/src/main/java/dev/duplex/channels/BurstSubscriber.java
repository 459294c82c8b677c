package dev.duplex.channels;

/// A subscriber that takes publications together where they have come together, which costs less than one by one: what they are
/// encoded to is made once for all who take the same [Burst], and copied once for each. They come one by one while something else waits
/// for the subscriber, to a subscription that has something to catch up with, and where the channel has an interval.
public interface BurstSubscriber extends Subscriber {
    /// Whether it would rather have these together; else each is offered by itself. In [#lane].
    boolean takes(Burst burst);

    /// Takes all of them, or says that it cannot: like [#offer(Publication)] for each. It has to want all of them, for it is not asked
    /// ([#wants]). In [#lane].
    Offer offer(Burst burst);
}
