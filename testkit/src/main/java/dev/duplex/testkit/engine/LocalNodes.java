package dev.duplex.testkit.engine;

import dev.duplex.channels.Command;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.engine.Cluster;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Nodes of one process that know each other, and have no channels in common: what one sends another has before the call returns. Any thread.
public final class LocalNodes {
    private record Self(Cluster.Node node, Cluster.ClusterListener listener) {}

    private final Map<String, Self> nodes = new ConcurrentHashMap<>();

    /// What is to be relayed when they are let go; null while nothing is held.
    private @Nullable List<Runnable> held;

    /// An engine that keeps channels as another does, and is one of the nodes.
    public Engine joined(Engine engine) {
        return new Engine(engine.streams(), engine.presence(), new Member());
    }

    /// From now on relays are under way, until [#release].
    public synchronized void hold() {
        held = new ArrayList<>();
    }

    /// Relays what was held.
    public void release() {
        List<Runnable> all;
        synchronized (this) {
            all = held == null ? List.of() : held;
            held = null;
        }
        all.forEach(Runnable::run);
    }

    private void whenReleased(Runnable relay) {
        synchronized (this) {
            if (held != null) {
                held.add(relay);
                return;
            }
        }
        relay.run();
    }

    /// The cluster as one node has it.
    private final class Member implements Cluster {
        private volatile @Nullable Self self;

        @Override
        public void start(Node node, ClusterListener listener) {
            Self now = new Self(node, listener);
            self = now;
            nodes.put(node.id(), now);
        }

        @Override
        public CompletionStage<Void> broadcast(Command command) {
            nodes.values().stream()
                    .filter(it -> !it.equals(self))
                    .forEach(it -> it.listener().commanded(command));
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Boolean> relay(String node, Relayed message) {
            if (self == null) {
                return CompletableFuture.failedStage(new EngineException("the engine is not open"));
            }
            CompletableFuture<Boolean> onItsWay = new CompletableFuture<>();
            whenReleased(() -> {
                Self other = nodes.get(node);
                if (other == null || other.equals(self)) {
                    onItsWay.complete(false);
                } else {
                    other.listener().relayed(message);
                    onItsWay.complete(true);
                }
            });
            return onItsWay;
        }

        @Override
        public CompletionStage<List<Status>> nodes() {
            return CompletableFuture.completedStage(
                    nodes.values().stream()
                            .map(it -> new Status(it.node(), it.listener().load()))
                            .toList());
        }

        @Override
        public void close() {
            Self now = self;
            self = null;
            if (now != null) {
                nodes.remove(now.node().id());
            }
        }
    }
}
