package dev.duplex.channels;

/// What became of something offered to a queue that never blocks.
public enum Offer {
    /// Queued.
    ACCEPTED,
    /// Not queued: the receiver already holds as much as its limit allows. It says when it has drained.
    FULL,
    /// Not queued: the receiver is closing or closed, and will take nothing more.
    CLOSED
}
