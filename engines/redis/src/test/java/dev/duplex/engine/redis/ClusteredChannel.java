package dev.duplex.engine.redis;

import dev.duplex.channels.Published;
import dev.duplex.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/// A cluster, a channel of its first master, a node that is subscribed to it, and the server where the node has found it.
final class ClusteredChannel implements AutoCloseable {
    final Cluster cluster;
    final SlotsNode node;
    final String channel;
    final Server before;

    private ClusteredChannel(Cluster cluster, SlotsNode node, String channel) {
        this.cluster = cluster;
        this.node = node;
        this.channel = channel;
        before = node.slots.of(channel);
    }

    static ClusteredChannel start(Path directory, RedisLimits limits) throws IOException {
        Cluster cluster = Cluster.start(directory, false);
        SlotsNode node = new SlotsNode(cluster, limits);
        String channel = cluster.channelOf(0);
        Heard.await(node.streams.subscribe(channel));
        return new ClusteredChannel(cluster, node, channel);
    }

    static ClusteredChannel start(Path directory) throws IOException {
        return start(directory, Waiting.PATIENT);
    }

    CompletionStage<Published> publishing(String text) {
        return node.publishing(channel, text);
    }

    /// Moves its slot to the second master.
    void move() {
        cluster.move(channel, 0, 1);
    }

    void awaitMove() {
        node.awaitMove(channel, before);
    }

    /// Until a master has something in its history.
    void awaitHistoryAt(int master) {
        RedisServer server = cluster.servers.get(master);
        Waiting.until("it is there", () -> Asked.history(server, channel) > 0);
    }

    @Override
    public void close() {
        node.close();
        cluster.close();
    }
}
