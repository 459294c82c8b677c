package dev.duplex.channels.engine;

import dev.duplex.channels.Command;
import dev.duplex.channels.Relayed;
import java.time.Duration;
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

    /// Gives something to one other node: a message of a client of its, or word of what became of one. In order, from one node to one other. Nothing is asked for a node that is not known to be there: strangers
    /// may name any.
    ///
    /// @param node its id
    /// @return whether it is on its way: no if there is no such node, or it is this one. Whether it arrives nobody says
    CompletionStage<Boolean> relay(String node, Relayed message);

    /// Everyone who is there, this node too, with what each last said of its load: this node's is that of now.
    CompletionStage<List<Status>> nodes();

    @Override
    void close();

    /// A node.
    ///
    /// @param id that no other has, of one life of the node
    /// @param name for people
    /// @param version of Duplex
    record Node(String id, String name, String version) {}

    /// What a node has to do.
    ///
    /// @param clients connections
    /// @param users different users with a connection; the anonymous do not count
    /// @param channels those with a subscriber
    /// @param subscriptions of all channels
    /// @param uptime since the node began
    record Load(int clients, int users, int channels, int subscriptions, Duration uptime) {}

    /// A node, and its load.
    record Status(Node node, Load load) {}

    /// This node as the others see it. Called from any thread; never blocks, never throws.
    interface ClusterListener {
        /// Another node wants something done here.
        void commanded(Command command);

        /// Another node has given this one something.
        void relayed(Relayed message);

        /// What the others are to be told, now and then. Takes time in proportion to the channels: not for an event loop.
        Load load();
    }
}
