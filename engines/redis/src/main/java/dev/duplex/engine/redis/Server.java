package dev.duplex.engine.redis;

import dev.duplex.channels.engine.EngineException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One Redis, or one master that sentinels name: a connection for commands and one for what is published.
final class Server implements AutoCloseable {
    private static final RedisCodec<String, byte[]> CODEC =
            RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    /// How often sentinels are asked whether the master is still the master.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RedisURI address;
    private final String name;
    private final RedisClient client;
    private final Resources resources;
    private final Optional<Sentinels> sentinels;
    private final Way<StatefulRedisConnection<String, byte[]>> commandWay;
    private final Way<StatefulRedisPubSubConnection<String, byte[]>> topicWay;
    private final Commands commands;
    private final Topics topics;
    private final Link<StatefulRedisConnection<String, byte[]>> commandLink;
    private final Link<StatefulRedisPubSubConnection<String, byte[]>> topicLink;

    /// @param trust a file with certificates of authorities, for TLS; empty: those of the JDK
    /// @param peers makes what it asks of the cluster that it is one of; empty: it is of none
    Server(
            RedisURI address,
            Optional<Path> trust,
            Resources resources,
            Optional<Function<Server, Peers>> peers) {
        this.address = address;
        name = name(address);
        client = client(address, trust, resources);
        this.resources = resources;
        sentinels =
                address.getSentinels().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Sentinels(client, address, resources.limits().patience()));
        commandWay = new Way<>(address, sentinels, it -> client.connectAsync(CODEC, it));
        topicWay = new Way<>(address, sentinels, it -> client.connectPubSubAsync(CODEC, it));
        Optional<Peers> others = peers.map(it -> it.apply(this));
        topics = new Topics(name, resources, this::disagree, others);
        commands = new Commands(name, resources, topics::follow, others);
        commandLink =
                new Link<>(
                        name, "commands", commandWay, it -> it.async().ping(), commands, resources);
        topicLink =
                new Link<>(
                        name,
                        "what is published",
                        topicWay,
                        it -> it.async().ping(),
                        topics,
                        resources);
    }

    /// Whether the sentinels are being asked.
    private final AtomicBoolean asking = new AtomicBoolean();

    private volatile long asked = System.nanoTime();

    /// Begins to connect.
    ///
    /// @return done when it is connected; fails if the first attempt does
    CompletableFuture<Void> open() {
        return CompletableFuture.allOf(commandLink.open(), topicLink.open());
    }

    /// A client for one server, without connections.
    static RedisClient client(RedisURI address, Optional<Path> trust, Resources resources) {
        RedisClient client = RedisClient.create(resources.lettuce(), address);
        client.setOptions(options(resources.limits(), trust));
        return client;
    }

    /// Connects to all of them. Waits.
    ///
    /// @throws EngineException if one cannot be connected to
    static void open(List<Server> servers, Duration patience) {
        try {
            CompletableFuture.allOf(
                            servers.stream().map(Server::open).toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EngineException why
                    ? new EngineException(String.valueOf(why.getMessage()), why)
                    : new EngineException("Redis could not be connected to", e);
        } catch (TimeoutException e) {
            throw new EngineException(
                    "Redis could not be connected to within " + patience.toSeconds() + " seconds",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while connecting to Redis", e);
        }
    }

    /// Where it is.
    RedisURI address() {
        return address;
    }

    /// For people.
    String name() {
        return name;
    }

    Commands commands() {
        return commands;
    }

    Topics topics() {
        return topics;
    }

    boolean isUp() {
        return commandLink.isUp() && topicLink.isUp();
    }

    /// Goes on with what was held, and with what was refused, if anything was.
    void resume() {
        commands.resume();
        topics.resume();
    }

    /// Called now and then.
    void tick() {
        commands.tick();
        topics.tick();
        commandLink.tick();
        topicLink.tick();
        sentinels.ifPresent(this::look);
    }

    /// Asks the sentinels now and then. The master of before may be there, cut off from them and from its replicas: what is written there is lost.
    private void look(Sentinels sentinels) {
        if (System.nanoTime() - asked < LOOK.toNanos() || !asking.compareAndSet(false, true)) {
            return;
        }
        sentinels
                .ask()
                .whenComplete((master, failure) -> {
                    if (failure == null) {
                        move(master);
                    } else {
                        resources
                                .complaints()
                                .log(new EngineException(Link.words(failure), failure));
                    }
                    asked = System.nanoTime();
                    asking.set(false);
                });
    }

    private void move(Sentinels.Master master) {
        EngineException why = new EngineException("the sentinels name another master: " + master);
        if (commandWay.isOlderThan(master)) {
            commandLink.renew(why);
        }
        if (topicWay.isOlderThan(master)) {
            topicLink.renew(why);
        }
    }

    /// The two connections lead to different servers.
    private void disagree() {
        commandLink.renew(
                new EngineException("what is published comes from another server than this one"));
    }

    /// Ends its connections; what is not answered fails.
    @Override
    public void close() {
        commands.close();
        topics.close();
        commandLink.close();
        topicLink.close();
        client.close();
    }

    /// Where it is, for people: without what opens it.
    private static String name(RedisURI address) {
        if (address.getSocket() != null) {
            return address.getSocket();
        }
        return address.getSentinels().isEmpty()
                ? address.getHost() + ":" + address.getPort()
                : address.getSentinels().stream()
                        .map(it -> it.getHost() + ":" + it.getPort())
                        .collect(
                                Collectors.joining(
                                        ",", "", " (" + address.getSentinelMasterId() + ")"));
    }

    /// Lettuce neither connects again nor keeps what waits: a [Link] does, and [Commands].
    private static ClientOptions options(RedisLimits limits, Optional<Path> trust) {
        SslOptions.Builder ssl = SslOptions.builder().handshakeTimeout(limits.patience());
        trust.ifPresent(it -> ssl.trustManager(it.toFile()));
        return ClientOptions.builder()
                .sslOptions(ssl.build())
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(
                        TimeoutOptions.builder()
                                .timeoutCommands()
                                .fixedTimeout(limits.patience())
                                .build())
                .socketOptions(
                        SocketOptions.builder()
                                .connectTimeout(limits.patience())
                                .keepAlive(true)
                                .build())
                .build();
    }
}
