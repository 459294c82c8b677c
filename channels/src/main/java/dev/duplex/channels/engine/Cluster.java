package dev.duplex.channels.engine;

import dev.duplex.channels.Command;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The nodes that serve the same channels, and the way from each to all.
///
/// Methods may be called from any thread and never block; a stage that fails does so with an
/// [EngineException].
public interface Cluster extends AutoCloseable {
    /// Joins. Called once, before any other method.
    ///
    /// @param self what the others are told
    void start(Node self, ClusterListener listener);

    /// Gives a command to every other node that is there. Done when it is on its way: whether it arrives
    /// nobody says. In order, from one node to one other.
    CompletionStage<Void> broadcast(Command command);

    /// Everyone who is there, this node too.
    CompletionStage<List<Node>> nodes();

    @Override
    void close();

    /// A node.
    ///
    /// @param id that no other has, of one life of the node
    /// @param name for people
    /// @param version of Duplex
    record Node(String id, String name, String version) {}

    /// Hears what other nodes say. Called from any thread; never blocks, never throws.
    interface ClusterListener {
        void commanded(Command command);
    }
}
