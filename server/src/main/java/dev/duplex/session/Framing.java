package dev.duplex.session;

import dev.duplex.Endpoint;
import dev.duplex.Session;

/// An endpoint that speaks a protocol of its own over its sessions, above which there are others: it
/// has a word of its own for the end.
public interface Framing extends Endpoint {
    /// The server stops: closes the session with 1001, in the protocol's way. In its lane.
    void goAway(Session session);
}
