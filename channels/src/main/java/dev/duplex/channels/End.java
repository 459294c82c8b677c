package dev.duplex.channels;

/// Why a subscription ended that its subscriber did not end.
public enum End {
    /// A publication had to wait for longer than the subscriber has room: it was too slow, by
    /// [Delivery#DISCONNECT].
    SLOW,
    /// A publication that should have come did not, or the stream has begun anew: whoever subscribes again,
    /// from its position, learns what it missed or that it cannot.
    INTERRUPTED,
    /// The subscriber threw something out of one of its methods: what it has been given last it may not have taken.
    /// Whoever subscribes again, from its position, gets what it missed.
    FAILED
}
