package dev.duplex;

/// Hears of the sessions of one endpoint, by one transport, on one event loop; see [ServerObserver#sessions].
/// Called on that loop only, but for [#full]: it needs no locks, and its counters have one writer. It must
/// not block. What it throws is logged, once, and changes nothing.
public interface SessionObserver {
    /// Hears nothing.
    SessionObserver NONE = new SessionObserver() {};

    /// A session begins.
    default void opened() {}

    /// A session is over.
    ///
    /// @param why what led to it
    /// @param code what [Endpoint#onClose] is told; 1006 if nobody said one
    default void closed(SessionEnd why, int code) {}

    /// A message is given to the endpoint.
    ///
    /// @param bytes its payload's, decompressed
    default void received(int bytes) {}

    /// A message of the endpoint's, or of a room, is on its way to the peer: it was accepted, and the session was open. One
    /// that is streamed counts when it is ended.
    ///
    /// @param bytes its payload's, before compression
    default void sent(long bytes) {}

    /// A message was not accepted, for the session's outbound queue is full. Called on any thread.
    default void full() {}

    /// A ping was answered.
    ///
    /// @param nanos after how long
    default void roundTrip(long nanos) {}
}
