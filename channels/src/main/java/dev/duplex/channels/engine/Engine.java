package dev.duplex.channels.engine;

/// What keeps a hub's channels.
///
/// @param streams the publications
/// @param presence who is there
/// @param cluster the other nodes
public record Engine(Streams streams, Presence presence, Cluster cluster) implements AutoCloseable {
    /// Ends all three.
    @Override
    public void close() {
        try (streams;
                presence;
                cluster) {
            // Each is closed whatever the others throw.
            return;
        }
    }
}
