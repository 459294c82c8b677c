package dev.duplex.verify.log;

/// What a subscriber was told of what it has missed.
public enum Resumption {
    /// It asked for nothing: it hears what is published from now on.
    NEW,
    /// The server says that it gives all that was missed.
    RECOVERED,
    /// The server says that it cannot give all that was missed.
    NOT_RECOVERED,
    /// The protocol has no way to say: it hears what is published from now on.
    UNTOLD,
    /// Within a connection the server says that it has left something out.
    SKIPPED
}
