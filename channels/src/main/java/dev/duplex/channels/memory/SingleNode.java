package dev.duplex.channels.memory;

import dev.duplex.channels.Command;
import dev.duplex.channels.engine.Cluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A cluster of one node: there is nobody to tell anything.
final class SingleNode implements Cluster {
    private volatile @Nullable Node self;

    @Override
    public void start(Node node, ClusterListener listener) {
        self = node;
    }

    @Override
    public CompletionStage<Void> broadcast(Command command) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<List<Node>> nodes() {
        Node node = self;
        return CompletableFuture.completedStage(node == null ? List.of() : List.of(node));
    }

    @Override
    public void close() {
        self = null;
    }
}
