package dev.duplex.websocket;

/// What became of some payload of an incoming message.
public enum Outcome {
    OK,
    /// Text that is not UTF-8.
    NOT_UTF8,
    /// Compressed bytes that are no DEFLATE stream.
    NOT_DEFLATED,
    /// More than a message may have.
    TOO_LARGE
}
