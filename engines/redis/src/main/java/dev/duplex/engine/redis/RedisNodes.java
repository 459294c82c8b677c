package dev.duplex.engine.redis;

import dev.duplex.channels.Command;
import dev.duplex.channels.engine.Cluster;
import dev.duplex.channels.engine.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The nodes that are on the same Redis: each says now and then that it is there, and hears of what is commanded.
final class RedisNodes implements Cluster {
    /// How often a node says that it is there.
    static final Duration BEAT = Duration.ofSeconds(3);

    /// After how long a node that says nothing is not there any more.
    static final Duration PATIENCE = BEAT.multipliedBy(4);

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private record Self(Node node, ClusterListener listener) {}

    private final Servers servers;
    private final Keys keys;
    private final ScheduledExecutorService clock;
    private volatile @Nullable Self self;

    RedisNodes(Servers servers, Keys keys, ScheduledExecutorService clock) {
        this.servers = servers;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public void start(Node node, ClusterListener listener) {
        Self now = new Self(node, listener);
        self = now;
        listen(now);
        try {
            clock.scheduleAtFixedRate(() -> beat(now), 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new EngineException("the engine is not open", e);
        }
    }

    @Override
    public CompletionStage<Void> broadcast(Command command) {
        Self now = self;
        if (now == null) {
            return CompletableFuture.failedStage(new EngineException("the engine is not open"));
        }
        Arguments arguments =
                new Arguments()
                        .text(servers.publish())
                        .text(keys.commands())
                        .bytes(
                                CommandRecords.encode(
                                        new CommandRecords.Given(now.node().id(), command)));
        return run(Script.SIGNAL, arguments).thenAccept(_ -> {});
    }

    @Override
    public CompletionStage<List<Status>> nodes() {
        Self now = self;
        if (now == null) {
            return CompletableFuture.completedStage(List.of());
        }
        // Asked before: it takes its time, and is not for the thread of answers.
        Status mine = new Status(now.node(), now.listener().load());
        return run(Script.NODES, new Arguments())
                .thenApply(RedisStreams.readable(answer -> withMine(mine, answer)));
    }

    private static List<Status> withMine(Status mine, Answer others) {
        List<Status> all = new ArrayList<>();
        all.add(mine);
        for (int i = 0; i < others.size(); i++) {
            Status other = CommandRecords.status(others.bytes(i));
            if (!other.node().id().equals(mine.node().id())) {
                all.add(other);
            }
        }
        return all;
    }

    /// Says that this node is not there any more. Whoever made it closes the servers.
    @Override
    public void close() {
        Self now = self;
        self = null;
        if (now == null) {
            return;
        }
        servers.meeting().topics().leave(keys.commands());
        try {
            run(Script.LEAVE, new Arguments().text(now.node().id()))
                    .get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // The others find out by themselves.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Hears of commands, as soon as Redis lets it.
    private void listen(Self now) {
        servers.meeting()
                .topics()
                .join(keys.commands(), hearer(now))
                .whenComplete((_, failure) -> {
                    if (failure != null && now.equals(self)) {
                        listen(now);
                    }
                });
    }

    private void beat(Self now) {
        if (!now.equals(self)) {
            return;
        }
        try {
            tell(now);
        } catch (RuntimeException e) {
            // A task that throws is not called again.
            RedisEngine.LOG.log(
                    System.Logger.Level.ERROR, "this node could not say that it is there", e);
        }
    }

    private void tell(Self now) {
        Arguments arguments =
                new Arguments()
                        .text(now.node().id())
                        .bytes(CommandRecords.encode(new Status(now.node(), now.listener().load())))
                        .time(PATIENCE);
        // That it fails is told by what everyone else asks for.
        var _ = run(Script.BEAT, arguments);
    }

    private CompletableFuture<Answer> run(Script script, Arguments arguments) {
        return servers.meeting().commands().run(script, keys.nodes(), arguments);
    }

    private static Topics.Hearer hearer(Self self) {
        return new Topics.Hearer() {
            @Override
            public void heard(byte[] message) {
                try {
                    CommandRecords.Given given = CommandRecords.decode(message);
                    if (!given.node().equals(self.node().id())) {
                        self.listener().commanded(given.command());
                    }
                } catch (IllegalArgumentException e) {
                    RedisEngine.LOG.log(
                            System.Logger.Level.WARNING,
                            "a command of another node cannot be read",
                            e);
                }
            }

            @Override
            public void endOfBatch() {}

            // What was commanded meanwhile is not heard: nobody was promised that.
            @Override
            public void interrupted() {}
        };
    }
}
