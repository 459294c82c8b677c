package dev.duplex.channels.memory;

import dev.duplex.channels.Command;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.engine.Cluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A cluster of one node: there is nobody to tell anything.
final class SingleNode implements Cluster {
    private record Self(Node node, ClusterListener listener) {}

    private volatile @Nullable Self self;

    @Override
    public void start(Node node, ClusterListener listener) {
        self = new Self(node, listener);
    }

    @Override
    public CompletionStage<Void> broadcast(Command command) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Boolean> relay(String node, Relayed message) {
        return CompletableFuture.completedStage(false);
    }

    @Override
    public CompletionStage<List<Status>> nodes() {
        Self now = self;
        return CompletableFuture.completedStage(
                now == null ? List.of() : List.of(new Status(now.node(), now.listener().load())));
    }

    @Override
    public void close() {
        self = null;
    }
}
