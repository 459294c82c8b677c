package dev.duplex.engine.redis;

/// What a server of a cluster asks of who knows which server has what. Any thread.
interface Peers {
    /// Whether a server says that a slot is another's, or that it does not know.
    static boolean isStray(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.startsWith("MOVED ") || message.startsWith("CLUSTERDOWN ");
    }

    /// Whether a key's slot is this server's. Takes no lock.
    boolean has(String key);

    /// Whether what comes for a key may be taken: its slot is this server's, and what waits for that is not just being handed on. Takes no lock.
    boolean takes(String key);

    /// This server has said that something is another's.
    void strayed();

    /// Has the server that has its key take a request, behind whatever has waited for it. No lock is held.
    void pass(Request request);

    /// Likewise a topic.
    void pass(String name, Topic topic);

    /// Has the server that has a topic end it. No lock is held.
    void leave(String name);
}
