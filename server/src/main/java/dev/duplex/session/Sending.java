package dev.duplex.session;

/// A request that brings messages to a detached session. Called in the session's lane.
public interface Sending {
    /// It is this one's turn: reads the request, and calls [DetachedSession#received] or
    /// [DetachedSession#dismissed] when it knows what is in it.
    void read();

    /// Its messages were given to the endpoint, or the session is over: answers the request.
    void taken();

    /// Too many requests wait for their turn: answers so.
    void refused();
}
