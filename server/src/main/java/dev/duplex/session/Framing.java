package dev.duplex.session;

import dev.duplex.Endpoint;
import dev.duplex.Session;
import dev.duplex.http.Request;

/// An endpoint that speaks a protocol of its own over its sessions, above which there are others: it
/// has a word of its own for the end.
public interface Framing extends Endpoint {
    /// Whether there is anything at the request's path, by the protocol's rules for it. If not, the
    /// handshake is answered with 404.
    boolean serves(Request request);

    /// What other threads were told is accepted by the session above goes out. In its lane.
    void drain(Session session);

    /// Whether something that has come is still to be given to the session above. In its lane.
    boolean isGiving(Session session);

    /// The server stops: closes the session as [dev.duplex.Endpoint#goingAway] says, in the protocol's way. In its lane.
    void goAway(Session session);
}
