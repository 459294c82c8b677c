package dev.duplex.centrifuge;

import dev.duplex.centrifuge.protocol.Request;

/// Hears of the clients of an endpoint, for metrics: [CentrifugeOptions.Builder#observer]. Called in their lanes, several at a time; must not
/// block. What it throws is logged, once, and changes nothing.
public interface CentrifugeObserver {
    /// Hears nothing, and costs nothing.
    CentrifugeObserver NONE = new CentrifugeObserver() {};

    /// A client has connected; [#left] follows, once.
    default void connected() {}

    /// A client that had connected is one no more.
    default void left() {}

    /// A command has come; a pong is none. It may be refused yet.
    default void command(Request request) {}

    /// A command is answered with this error.
    default void refused(ErrorCode code) {}

    /// The server ends a client's session.
    ///
    /// @param code one of [DisconnectCode], or what the program gave to the hub's [dev.duplex.channels.Connections]
    default void disconnected(int code) {}
}
