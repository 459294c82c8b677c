package dev.duplex.session;

import dev.duplex.CloseReason;
import java.util.List;

/// How what a session sends stands in the responses that carry it. Where a method gives no bytes, nothing is written.
public interface ResponseFraming {
    /// The `Content-Type` of its responses.
    String contentType();

    /// Whether one response carries much; if not, it ends with the first that is written.
    boolean streams();

    /// What a response begins with.
    byte[] prelude();

    /// The session has just been opened by the request that this answers.
    byte[] open();

    /// Encoded messages.
    byte[] messages(List<byte[]> encoded);

    /// A sign of life.
    byte[] heartbeat();

    /// The last word.
    byte[] close(CloseReason reason);
}
