package dev.duplex.api;

import static dev.duplex.api.Fields.NUM_CLIENTS;
import static dev.duplex.api.Fields.NUM_USERS;

import dev.duplex.api.Method.Example;
import dev.duplex.channels.Hub;
import dev.duplex.channels.engine.Cluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// What there is: channels and nodes.
final class Listing {
    private static final Field<String> PATTERN =
            Field.of(
                    "pattern",
                    Type.TEXT,
                    "Which: `*` stands for any characters, `?` for one, `[a-z]` for one of these, `{one,two}` for either; without it all.");
    private static final Field<Map<String, Values>> CHANNELS =
            Field.of(
                            "channels",
                            Type.map(Type.object(NUM_CLIENTS)),
                            "Channels with subscribers on the node that answers, by name.")
                    .always();
    private static final Field<String> UID =
            Field.of("uid", Type.TEXT, "The node's id, of this life of it.").always();
    private static final Field<String> NAME =
            Field.of("name", Type.TEXT, "The node's name.").always();
    private static final Field<String> VERSION =
            Field.of("version", Type.TEXT, "Of Duplex.").always();
    private static final Field<Long> NUM_CHANNELS =
            Field.of("num_channels", Fields.count(), "Channels with subscribers.").always();
    private static final Field<Long> NUM_SUBS =
            Field.of("num_subs", Fields.count(), "Subscriptions of all channels.").always();
    private static final Field<Long> UPTIME =
            Field.of("uptime", Fields.count(), "In seconds.").always();
    private static final Field<List<Values>> NODES =
            Field.of(
                            "nodes",
                            Type.list(
                                    Type.object(
                                            UID,
                                            NAME,
                                            VERSION,
                                            NUM_CLIENTS,
                                            NUM_USERS,
                                            NUM_SUBS,
                                            NUM_CHANNELS,
                                            UPTIME)),
                            "The nodes that serve these channels.")
                    .always();

    private final Hub hub;

    Listing(Hub hub) {
        this.hub = hub;
    }

    Method channels() {
        return new Method(
                "channels",
                "Which channels have subscribers.",
                List.of(PATTERN),
                Type.object(CHANNELS),
                List.of(
                        new Example(
                                "Those of a namespace",
                                "{\"pattern\":\"chat:*\"}",
                                "{\"channels\":{\"chat:lobby\":{\"num_clients\":3}}}")),
                this::channels);
    }

    Method info() {
        return new Method(
                "info",
                "Which nodes there are, and what each has to do.",
                List.of(),
                Type.object(NODES),
                List.of(
                        new Example(
                                "All nodes",
                                "{}",
                                "{\"nodes\":[{\"uid\":\"0f3c\",\"name\":\"duplex\",\"version\":\"1.0.0\",\"num_clients\":3,\"num_users\":2,\"num_subs\":5,\"num_channels\":2,\"uptime\":86400}]}")),
                _ -> hub.nodes().thenApply(it -> new Answer.Done(nodes(it))));
    }

    private CompletionStage<Answer> channels(Values request) {
        String pattern = request.get(PATTERN);
        Map<String, Integer> found;
        try {
            Glob glob = Glob.of(pattern.isEmpty() ? "*" : pattern);
            found = hub.channels(glob::matches);
        } catch (MalformedException e) {
            return CompletableFuture.completedStage(Answer.bad(String.valueOf(e.getMessage())));
        }
        Map<String, Values> all = new TreeMap<>();
        found.forEach(
                (name, clients) -> all.put(name, Values.of().with(NUM_CLIENTS, (long) clients)));
        return CompletableFuture.completedStage(new Answer.Done(Values.of().with(CHANNELS, all)));
    }

    private static Values nodes(List<Cluster.Status> nodes) {
        return Values.of().with(NODES, nodes.stream().map(Listing::node).toList());
    }

    private static Values node(Cluster.Status status) {
        Cluster.Load load = status.load();
        return Values.of()
                .with(UID, status.node().id())
                .with(NAME, status.node().name())
                .with(VERSION, status.node().version())
                .with(NUM_CLIENTS, (long) load.clients())
                .with(NUM_USERS, (long) load.users())
                .with(NUM_SUBS, (long) load.subscriptions())
                .with(NUM_CHANNELS, (long) load.channels())
                .with(UPTIME, load.uptime().toSeconds());
    }
}
