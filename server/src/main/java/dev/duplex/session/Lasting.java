package dev.duplex.session;

/// What outlives connections, and has to be ended with the server. Called by the thread that closes
/// the server.
public interface Lasting {
    /// The server stops: ends in its protocol's own way, before the connections are told to.
    void goAway();

    /// The deadline has come, or all connections have gone: what is left ends now. What is handed
    /// to an event loop here is still run there.
    void cutOff();
}
