package dev.duplex;

/// What a program does with its sessions. The callbacks of one session come one at a time, in
/// order: `onOpen`, any number of `onMessage` and `onDrained`, then exactly one `onClose`.
///
/// They run on the session's event loop and must not block: this is the fast path. A handler that
/// waits for anything (a database, another service, a lock) belongs in [#blocking].
///
/// An exception out of a callback closes the session with 1011 and is logged.
public interface Endpoint {
    /// The session is open; sending is possible from here on.
    default void onOpen(Session session) {}

    /// A whole message came. `message` is valid during the call; keep a [Message#copy].
    default void onMessage(Session session, Message message) {}

    /// The outbound queue was full, as `send` or `isWritable` said, and there is room in it again. Comes after that call, never
    /// from within it.
    default void onDrained(Session session) {}

    /// The session is over; nothing comes after it. `reason` is the peer's close where there was
    /// one, else why this side ended it (1006: the connection was lost).
    default void onClose(Session session, CloseReason reason) {}

    /// With what a session is closed because the server, or the client, stops or is drained. Asked for each of them, on its event loop; by
    /// default 1001. For a protocol above that has a code of its own for that.
    default CloseReason goingAway() {
        return CloseReason.GOING_AWAY;
    }

    /// An endpoint whose handler may block: it runs on a virtual thread of its own, once for each
    /// session, and when it returns the session is closed with 1000 (with 1011 when it throws).
    /// Messages wait for it in a small bounded queue; while that is full, nothing is read from the
    /// peer.
    static Endpoint blocking(BlockingHandler handler) {
        return new BlockingEndpoint(handler);
    }
}
