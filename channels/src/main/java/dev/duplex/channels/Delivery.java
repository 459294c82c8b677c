package dev.duplex.channels;

/// What becomes of a publication that a subscriber has no room for.
public enum Delivery {
    /// The subscription ends: nobody misses anything without knowing. Whoever comes back recovers.
    DISCONNECT,
    /// It is skipped, and the subscriber is told how many were.
    DROP,
    /// Of each key only the latest is kept until there is room; what it replaced is counted as skipped. With
    /// [ChannelOptions#latestInterval], a key is not delivered more often than that. Keys have their turn in the order in which they began to
    /// wait; in a channel that keeps history, where offsets rise, in that of their latest publications.
    LATEST
}
