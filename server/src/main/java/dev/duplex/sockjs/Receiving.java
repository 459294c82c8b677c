package dev.duplex.sockjs;

/// A transport by which a client receives: how the protocol's frames stand in its responses.
interface Receiving {
    /// The `Content-Type` of its responses.
    String contentType();

    /// Whether one response carries many frames; if not, it ends with its first.
    boolean streams();

    /// What a response begins with; empty for nothing.
    byte[] prelude();

    /// A frame as it stands in a response.
    byte[] wrap(byte[] frame);
}
