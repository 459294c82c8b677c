package dev.duplex.channels;

/// Why something asked of the hub was not done: the asker's mistake, or the state of things. Each
/// protocol has words of its own for them.
public enum Problem {
    /// A value makes no sense, or the channel takes no such payloads.
    BAD_REQUEST,
    /// There is no such namespace, or the channel's name is empty or too long.
    UNKNOWN_CHANNEL,
    /// The channel does not have what was asked for: history, presence.
    NOT_AVAILABLE,
    /// Nobody knows who asks: what it showed to prove it is wrong.
    UNAUTHENTICATED,
    /// What it showed was good once.
    EXPIRED,
    /// Whoever asks may not.
    PERMISSION_DENIED,
    /// This subscriber is in the channel already.
    ALREADY_SUBSCRIBED,
    /// A limit would be exceeded.
    LIMIT_EXCEEDED,
    /// There is no room at the moment: later there may be.
    TOO_BUSY,
    /// The engine did not do it: its store or its broker fails, or is not there. Later it may be.
    UNAVAILABLE,
    /// What follows this position is not there any more.
    UNRECOVERABLE_POSITION,
    /// There is no such method.
    METHOD_NOT_FOUND
}
