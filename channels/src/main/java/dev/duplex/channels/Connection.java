package dev.duplex.channels;

/// A client's connection as the hub sees it, for what is done to connections from outside. A connection is
/// itself and equal to no other.
public interface Connection {
    /// Which no other connection has.
    String client();

    /// Whose it is; empty if anonymous. Never changes.
    String user();

    /// Its home.
    Lane lane();

    /// Does to itself what the command says. Called in `lane()`; must not block.
    void obey(Command command);
}
