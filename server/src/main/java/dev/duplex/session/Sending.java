package dev.duplex.session;

/// A request that brings messages to a detached session. Called in the session's lane.
public interface Sending {
    /// The most bytes of its body: what it announces, or may have at all. Always the same.
    int bytes();

    /// Reads the request, and calls [DetachedSession#received] or
    /// [DetachedSession#dismissed] when it knows what is in it.
    void read();

    /// Its messages were given to the endpoint, or the session is being closed and the client will
    /// be told so: answers the request.
    void taken();

    /// The session has ended without a word to its client: answers that there is none.
    void gone();

    /// Too many requests wait for their answer: answers so.
    void refused();
}
