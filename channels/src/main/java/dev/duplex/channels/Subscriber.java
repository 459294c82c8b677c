package dev.duplex.channels;

/// One receiver of publications. Both methods are called in `lane()` and must not block.
public interface Subscriber {
    /// The home of this subscriber; never changes.
    Lane lane();

    /// Takes a publication, or says that it cannot. Called in offset order, each publication once.
    Offer offer(Publication publication);
}
