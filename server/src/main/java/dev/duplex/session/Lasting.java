package dev.duplex.session;

import java.util.List;

/// What outlives connections, and has to be ended with the server. Called by the thread that closes
/// the server.
public interface Lasting {
    /// The server stops: ends in its protocol's own way, before the connections are told to.
    void goAway();

    /// What sends each away who is there now, one by one, before [#goAway] is called: for a server that is drained. Each may be run by any thread,
    /// whatever has become of its client.
    List<Runnable> departures();

    /// How many sessions there are now.
    int sessions();

    /// The deadline has come, or all connections have gone: what is left ends now. What is handed
    /// to an event loop here is still run there.
    void cutOff();
}
