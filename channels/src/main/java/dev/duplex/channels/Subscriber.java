package dev.duplex.channels;

/// One receiver of publications. A subscriber is itself: the hub tells them apart by `equals`, which
/// is best left as it is.
public interface Subscriber {
    /// The home of this subscriber; never changes. Called from any thread.
    Lane lane();

    /// Takes a publication, or says that it cannot, and then is taken from the channel: one that
    /// said `FULL` has missed a publication, and has to close itself or subscribe again. Called in
    /// `lane()`, in offset order, each publication once; must not block, and may subscribe,
    /// unsubscribe and publish. An exception out of it is reported, and counts as `CLOSED`.
    Offer offer(Publication publication);
}
