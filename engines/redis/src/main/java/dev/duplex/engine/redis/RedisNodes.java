package dev.duplex.engine.redis;

import dev.duplex.channels.Command;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.engine.Cluster;
import dev.duplex.channels.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The nodes that are on the same Redis: each says now and then that it is there, and hears of what is commanded, and of what has come to others for its clients.
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

    /// The others by their ids, and when each was last heard of: by their arrival, and with every beat of this node.
    private final ConcurrentHashMap<String, Long> others = new ConcurrentHashMap<>();

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
        listen(now, keys.commands(), heard -> command(now, heard));
        listen(now, keys.arrivals(), heard -> meet(now, new String(heard, StandardCharsets.UTF_8)));
        listen(now, keys.relays(node.id()), heard -> relay(now, heard));
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
        byte[] given = CommandRecords.encode(new CommandRecords.Given(now.node().id(), command));
        return signal(keys.commands(), given).thenAccept(_ -> {});
    }

    @Override
    public CompletionStage<Boolean> relay(String node, Relayed message) {
        if (self == null) {
            return CompletableFuture.failedStage(new EngineException("the engine is not open"));
        }
        Long heard = others.get(node);
        if (heard == null || isSilent(heard)) {
            return CompletableFuture.completedStage(false);
        }
        return signal(keys.relays(node), CommandRecords.encode(message))
                .thenApply(receivers -> receivers > 0);
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
        Topics topics = servers.meeting().topics();
        topics.leave(keys.commands());
        topics.leave(keys.arrivals());
        topics.leave(keys.relays(now.node().id()));
        try {
            run(Script.LEAVE, new Arguments().text(now.node().id()))
                    .get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // The others find out by themselves.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Hears of what goes to a topic, as soon as Redis lets it.
    private void listen(Self now, String topic, Consumer<byte[]> heard) {
        servers.meeting()
                .topics()
                .join(topic, hearer(heard))
                .whenComplete((_, failure) -> {
                    if (!now.equals(self)) {
                        return;
                    }
                    if (failure != null) {
                        listen(now, topic, heard);
                    } else if (topic.equals(keys.relays(now.node().id()))) {
                        arrive(now);
                    }
                });
    }

    /// Tells the others that this one can be sent something: they need not wait for their next beat, and its first clients find it known.
    private void arrive(Self now) {
        // Who does not hear it learns by its beat.
        var _ = signal(keys.arrivals(), now.node().id().getBytes(StandardCharsets.UTF_8));
    }

    private static void command(Self self, byte[] heard) {
        CommandRecords.Given given = CommandRecords.decode(heard);
        if (!given.node().equals(self.node().id())) {
            self.listener().commanded(given.command());
        }
    }

    private void relay(Self self, byte[] heard) {
        Relayed relayed = CommandRecords.relayed(heard);
        if (relayed instanceof Relayed.Request request) {
            // Who waits for word of it is there, though nothing else was heard of it yet.
            meet(self, request.from());
        }
        self.listener().relayed(relayed);
    }

    private void meet(Self self, String node) {
        if (!node.equals(self.node().id())) {
            others.put(node, System.nanoTime());
        }
    }

    private static boolean isSilent(long heard) {
        return System.nanoTime() - heard > PATIENCE.toNanos();
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
        var _ =
                run(Script.BEAT, arguments)
                        .thenAccept(there -> {
                            for (int i = 0; i < there.size(); i++) {
                                meet(now, there.text(i));
                            }
                            others.values().removeIf(RedisNodes::isSilent);
                        });
    }

    /// @return how many have been told
    private CompletionStage<Long> signal(String topic, byte[] message) {
        Arguments arguments = new Arguments().text(servers.publish()).text(topic).bytes(message);
        return run(Script.SIGNAL, arguments).thenApply(it -> it.number(0));
    }

    private CompletableFuture<Answer> run(Script script, Arguments arguments) {
        return servers.meeting().commands().run(script, keys.nodes(), arguments);
    }

    private static Topic.Hearer hearer(Consumer<byte[]> heard) {
        return new Topic.Hearer() {
            @Override
            public void heard(byte[] message) {
                try {
                    heard.accept(message);
                } catch (IllegalArgumentException e) {
                    RedisEngine.LOG.log(
                            System.Logger.Level.WARNING,
                            "what another node has sent cannot be read",
                            e);
                }
            }

            @Override
            public void endOfBatch() {}

            // What was sent meanwhile is not heard: nobody was promised that.
            @Override
            public void resumed() {}

            @Override
            public void interrupted() {}
        };
    }
}
