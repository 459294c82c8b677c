package dev.duplex.channels;

import dev.duplex.channels.engine.Cluster;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/// The way of a client's message from the node that it has come to, to the node that has the client's session. Any thread.
public final class Relays {
    /// Whoever has sessions by their names.
    @FunctionalInterface
    public interface Receiver {
        /// A message has come for a session. Called on any thread, one at a time in the order in which one node has sent them; never blocks, never throws.
        ///
        /// @return whether the session is here
        boolean received(Relayed message);
    }

    private final List<Receiver> receivers = new CopyOnWriteArrayList<>();
    private final Cluster cluster;

    Relays(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Hands a message on to the node that has its session.
    ///
    /// @param node its id ([Hub#node])
    /// @return as [Cluster#relay] says
    public CompletionStage<Boolean> send(String node, Relayed message) {
        return cluster.relay(node, message);
    }

    /// From now on this one is asked too about what comes.
    public void add(Receiver receiver) {
        receivers.add(receiver);
    }

    /// It is asked no more. Nothing happens if it never was.
    public void remove(Receiver receiver) {
        receivers.remove(receiver);
    }

    /// Another node has sent this. The session may have ended meanwhile: then it is for nobody, and its client has learnt of that by its stream.
    void received(Relayed message) {
        for (Receiver each : receivers) {
            if (each.received(message)) {
                return;
            }
        }
    }
}
