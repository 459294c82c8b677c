package dev.duplex.testkit;

/// How a peer ended the stream it sends.
public enum RawEnd {
    /// Its last byte came, then the end of the stream: a FIN, over TLS a `close_notify`.
    EOF,
    /// The connection was torn down, and what was on its way may be lost.
    RESET
}
