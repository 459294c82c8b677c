package dev.duplex.channels;

import dev.duplex.channels.engine.Cluster;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/// The clients' connections on this node, by id and by user; and what is done to connections from outside, on
/// whatever node they are. Any thread.
public final class Connections {
    private final ConcurrentHashMap<String, Connection> byClient = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Map<String, Connection>> byUser =
            new ConcurrentHashMap<>();
    private final Cluster cluster;

    Connections(Cluster cluster) {
        this.cluster = cluster;
    }

    /// From now on the connection is found. Called in its lane, once its user is known.
    ///
    /// @throws IllegalStateException if there is one of its id
    public void add(Connection connection) {
        if (byClient.putIfAbsent(connection.client(), connection) != null) {
            throw new IllegalStateException("client " + connection.client() + " is there already");
        }
        if (!connection.user().isEmpty()) {
            byUser.compute(
                    connection.user(),
                    (_, theirs) -> {
                        if (theirs == null) {
                            // Most have one, for which a map that can grow would take five times as
                            // much.
                            return Map.of(connection.client(), connection);
                        }
                        Map<String, Connection> all =
                                theirs instanceof ConcurrentHashMap
                                        ? theirs
                                        : new ConcurrentHashMap<>(theirs);
                        all.put(connection.client(), connection);
                        return all;
                    });
        }
    }

    /// The connection has ended. Nothing happens if it is not there.
    public void remove(Connection connection) {
        byClient.remove(connection.client(), connection);
        byUser.computeIfPresent(
                connection.user(),
                (_, theirs) -> {
                    if (theirs instanceof ConcurrentHashMap) {
                        theirs.remove(connection.client(), connection);
                        return theirs.isEmpty() ? null : theirs;
                    }
                    return theirs.containsValue(connection) ? null : theirs;
                });
    }

    /// How many there are on this node.
    public int count() {
        return byClient.size();
    }

    /// How many different users have a connection on this node; those who are anonymous do not count.
    public int users() {
        return byUser.size();
    }

    /// Those of a user on this node; the anonymous are not found so.
    public Collection<Connection> of(String user) {
        Map<String, Connection> theirs = byUser.get(user);
        return theirs == null ? List.of() : List.copyOf(theirs.values());
    }

    /// The one of this id, if it is on this node.
    public Optional<Connection> client(String client) {
        return Optional.ofNullable(byClient.get(client));
    }

    /// Has something done to connections, here and on all other nodes. Done when everyone has been told.
    public CompletionStage<Void> command(Command command) {
        obey(command);
        return cluster.broadcast(command);
    }

    /// Has something done to connections on this node.
    void obey(Command command) {
        Command.Target target = command.target();
        Collection<Connection> meant =
                target.client().isPresent()
                        ? client(target.client().get())
                                .filter(it -> it.user().equals(target.user()))
                                .map(List::of)
                                .orElse(List.of())
                        : of(target.user());
        for (Connection connection : meant) {
            if (!target.except().contains(connection.client())) {
                give(connection, command);
            }
        }
    }

    private static void give(Connection connection, Command command) {
        try {
            connection
                    .lane()
                    .execute(() -> {
                        connection.obey(command);
                        connection.lane().endOfBatch();
                    });
        } catch (RejectedExecutionException _) {
            // Its lane has ended, and the connection with it: there is nobody to obey.
        }
    }
}
