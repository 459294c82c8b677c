package dev.duplex;

/// How a session's messages stand in a response that streams them. Stateless: any number of sessions may share it. Each method's
/// result is written as it is; where it has no bytes, nothing is.
public interface StreamForm {
    /// What sessions by it are counted as.
    SessionTransport transport();

    /// The response's `Content-Type`.
    String contentType();

    /// What the response begins with. The head goes out at once even if this is empty.
    default byte[] prelude() {
        return new byte[0];
    }

    /// A message, so that the client sees where it ends.
    byte[] message(byte[] message);

    /// What the client is told when this side ends the session, before the response ends.
    byte[] close(CloseReason reason);
}
