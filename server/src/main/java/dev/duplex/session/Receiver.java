package dev.duplex.session;

import dev.duplex.CloseReason;
import dev.duplex.channels.Offer;
import java.util.List;

/// A response that waits for what a detached session sends: one poll, or one stream. Called in the
/// session's lane only; it may write to a connection of another lane.
public interface Receiver {
    /// The session has just been opened by the request that this answers.
    void open();

    /// How many bytes of messages may go into one call of [#messages], when there is more than one.
    int batchBytes();

    /// Takes encoded messages, all or none. After `FULL` the session is told when there is room.
    Offer messages(List<byte[]> encoded);

    /// Shows that the session is alive, if there is room to.
    void heartbeat();

    /// Says that the session is closed, or that this receiver may not have it, and ends the response.
    ///
    /// @return whether it was taken; if not, nothing was done, and the session is told when there is
    ///     room
    boolean close(CloseReason reason);

    /// Whether the response has been ended, and the client will ask again.
    boolean isDone();
}
