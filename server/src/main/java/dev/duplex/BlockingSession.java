package dev.duplex;

import java.util.Optional;
import java.util.function.Consumer;

/// A session as a blocking handler sees it: it can also wait. The methods of this interface are
/// for the handler's threads; on an event loop they are refused.
public interface BlockingSession extends Session {
    /// Waits for the next message; empty once the session is over. The message owns its bytes: it may
    /// be kept, and handed to other threads.
    ///
    /// @throws InterruptedException if the thread was interrupted while it waited
    /// @throws IllegalStateException on an event loop
    Optional<Message> receive() throws InterruptedException;

    /// Gives each message, which owns its bytes as [#receive]'s do, to `action` until the session is
    /// over. Between two messages it waits
    /// until this session's outbound queue has room, so that a handler that answers each message
    /// with one never finds the queue full; a program that sends of its own accord while it
    /// receives uses [#receive], which does not wait for that. The peer's Close may arrive while
    /// messages still wait to be given to `action`; what it then sends is `CLOSED`.
    ///
    /// @throws InterruptedException if the thread was interrupted while it waited
    /// @throws IllegalStateException on an event loop
    void forEach(Consumer<Message> action) throws InterruptedException;

    /// Queues a message, waiting for room if need be.
    ///
    /// @return whether it was accepted; `false` once the session is closing
    /// @throws InterruptedException if the thread was interrupted while it waited
    /// @throws IllegalStateException on an event loop
    boolean sendAndWait(Message message) throws InterruptedException;

    /// Why the session ended; empty while it is open.
    Optional<CloseReason> closeReason();
}
