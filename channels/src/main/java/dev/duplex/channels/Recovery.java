package dev.duplex.channels;

/// How a channel makes up for what a subscriber missed.
public enum Recovery {
    /// Not at all.
    OFF,
    /// By all publications after the subscriber's position, or by saying that they are not there.
    STREAM,
    /// By the latest publication: the channel is a value that changes.
    CACHE
}
