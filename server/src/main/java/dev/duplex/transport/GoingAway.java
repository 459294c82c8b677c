package dev.duplex.transport;

/// A channel handler that can be told that the server stops. Called once, on the event loop; the
/// handler ends its connection in its protocol's own way (a WebSocket session as [dev.duplex.Endpoint#goingAway] says).
interface GoingAway {
    void goAway();

    /// The server is being drained, and it is this connection's turn: as [#goAway] if it carries something that lasts, which its client
    /// will look for elsewhere. What only serves requests goes on until [#goAway].
    void depart();
}
