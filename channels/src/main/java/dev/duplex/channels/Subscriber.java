package dev.duplex.channels;

/// One receiver of publications. A subscriber is itself: the hub tells them apart by `equals`, which
/// is best left as it is.
///
/// All but [#lane] are called in `lane()`, one at a time; they must not block, and may subscribe, unsubscribe and
/// publish. An exception out of them is reported, and ends the subscription: the subscriber is told ([End#FAILED]), plain ones too, perhaps
/// before it has heard `subscribed`.
///
/// Of one subscription, a subscriber hears `subscribed` or `refused`; after `subscribed`, events in the order in which they
/// happened in the channel; `ended` at last, unless it ended the subscription itself or answered `CLOSED`. One that
/// subscribed by [Hub#subscribe(String, Subscriber)] hears publications only.
public interface Subscriber {
    /// The home of this subscriber; never changes. Called from any thread.
    Lane lane();

    /// Takes a publication, or says that it cannot. `FULL` leaves it to the channel's [Delivery] what becomes of
    /// it; one that subscribed plainly is taken from the channel, and has to close itself or subscribe
    /// again. `CLOSED` ends the subscription. In offset order, each publication once.
    Offer offer(Publication publication);

    /// Whether it wants a publication at all, by what it has asked for. One that it does not want is not offered, is not
    /// among those of a [Start], and is not counted as skipped: the position goes on as if it had been given. Asked of
    /// those that have an [Entry] only, perhaps before [#subscribed].
    default boolean wants(Publication publication) {
        return true;
    }

    /// The subscription has begun. What `start` has comes before all that is offered.
    default void subscribed(Subscription subscription, Start start) {}

    /// The subscription has not begun, and does not exist.
    default void refused(Subscription subscription, Problem problem, String reason) {}

    /// Somebody has come or gone.
    default void signalled(Subscription subscription, Signal signal) {}

    /// So many publications have been left out, since the last one that was offered, by [Delivery#DROP] or
    /// [Delivery#LATEST]. Called before the next one is offered.
    default void skipped(Subscription subscription, long count) {}

    /// The subscription is over.
    default void ended(Subscription subscription, End end) {}
}
