package dev.duplex;

/// Hears of what a server does, for metrics: [Server.Builder#observer]. Called on its event loops, several at a time; must not
/// block. What it throws is logged, once, and changes nothing.
///
/// What happens often, messages, is told to a [SessionObserver]: there is one for each event loop, endpoint and transport, so that whoever
/// counts looks nothing up and shares no counter between threads.
public interface ServerObserver {
    /// Hears nothing, and costs nothing.
    ServerObserver NONE = new ServerObserver() {};

    /// Why a connection was not taken.
    enum Refusal {
        /// [Limits#connections].
        TOO_MANY,
        /// [Limits#connectionsPerAddress].
        TOO_MANY_OF_ADDRESS,
        /// The server stops.
        CLOSING
    }

    /// A connection was accepted; [#connectionClosed] follows, once.
    default void connectionOpened() {}

    /// An accepted connection has ended.
    default void connectionClosed() {}

    /// A connection was turned away.
    default void connectionRefused(Refusal why) {}

    /// A connection's TLS handshake failed.
    default void tlsFailed() {}

    /// An HTTP request is being answered: the head of the response goes out. 101 for a WebSocket.
    default void responded(int status) {}

    /// A request for a session, or of one, was refused: the origin is not allowed, the handshake is not good, there are
    /// too many.
    ///
    /// @param endpoint the path of the route, as the server was given it
    /// @param status of the answer
    default void sessionRefused(String endpoint, int status) {}

    /// What hears of the sessions of an endpoint on the calling event loop. Asked for once for each event loop,
    /// route and transport, when the first such session begins.
    ///
    /// @param endpoint the path of the route, as the server was given it
    default SessionObserver sessions(String endpoint, SessionTransport transport) {
        return SessionObserver.NONE;
    }
}
