package dev.duplex.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.SockJsOptions;
import dev.duplex.WebSocketOptions;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.api.Api;
import dev.duplex.api.ApiOptions;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.HubLimits;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.channels.memory.MemoryLimits;
import dev.duplex.plain.Plain;
import dev.duplex.plain.PlainOptions;
import dev.duplex.verify.client.Target;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// A server in this process, with a namespace `verify` in which everything is allowed.
final class TestServer implements AutoCloseable {
    static final String KEY = "key";

    private final Engine engine;
    private final Hub hub;
    private final Server server;

    /// @param port 0 for any
    TestServer(Engine engine, ChannelOptions options, int port, String key) {
        this.engine = engine;
        hub =
                Hub.builder()
                        .engine(engine)
                        .limits(HubLimits.builder().recoverPublications(100_000).build())
                        .namespaces(Namespaces.of(Map.of("verify", options)))
                        .build();
        RulesAccess access = RulesAccess.anonymous(Map.of("verify", Rules.OPEN));
        Centrifuge centrifuge = new Centrifuge(hub, CentrifugeOptions.builder(access).build());
        Plain plain = new Plain(hub, PlainOptions.builder(access).build());
        Api api = new Api(hub, ApiOptions.builder().key(key).build());
        server =
                Server.builder()
                        .host("127.0.0.1")
                        .port(port)
                        .hub(hub)
                        .http("/ready", exchange -> exchange.respond(new byte[0]))
                        .webSocket(
                                "/connection/websocket",
                                centrifuge,
                                WebSocketOptions.DEFAULT.withSubprotocols(
                                        Centrifuge.PROTOBUF, Centrifuge.JSON))
                        .sockJs("/connection/sockjs", centrifuge, SockJsOptions.builder().build())
                        .streamed(centrifuge.overHttp(Origins.same()))
                        .webSocket("/channel/{channel}", plain)
                        .http("/events/{channel}", plain.events())
                        .http("/api/*", api)
                        .start();
    }

    static TestServer start(WrongStreams.Wrong wrong) {
        return start(wrong, 10_000);
    }

    /// @param history how many publications a channel keeps; 0 for none, and no recovery
    static TestServer start(WrongStreams.Wrong wrong, int history) {
        Engine memory = MemoryEngine.create(MemoryLimits.DEFAULT, InstantSource.system());
        ChannelOptions options = history == 0 ? ChannelOptions.TRANSIENT : keeping(history);
        return new TestServer(
                new Engine(
                        new WrongStreams(memory.streams(), wrong),
                        memory.presence(),
                        memory.cluster()),
                options,
                0,
                KEY);
    }

    /// A channel with a history, from which clients recover.
    static ChannelOptions keeping(int history) {
        return ChannelOptions.builder()
                .history(history, Duration.ofMinutes(5))
                .recovery(Recovery.STREAM)
                .build();
    }

    /// Publishes something that is of no run.
    void publish(String channel, String json, int times) {
        for (int i = 0; i < times; i++) {
            Offer offer =
                    hub.publish(channel, Payload.of(Payload.Kind.JSON, json.getBytes(US_ASCII)));
            if (offer != Offer.ACCEPTED) {
                throw new IllegalStateException("no room for number " + i);
            }
        }
    }

    /// Publishes again what [WrongStreams.Wrong#DOUBLES_LATE] does.
    void publishLate() {
        streams().publishLate();
    }

    /// Waits until there have been so many publications more.
    void awaitPublications(int more) {
        awaitMore(more, streams()::publications);
    }

    /// Waits until something wrong was done so many times more.
    void awaitWrongs(int more) {
        awaitMore(more, streams()::wrongs);
    }

    private static void awaitMore(int more, LongSupplier count) {
        long enough = count.getAsLong() + more;
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (count.getAsLong() < enough) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("not " + more + " more within a minute");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private WrongStreams streams() {
        return (WrongStreams) engine.streams();
    }

    Target target() {
        return target(KEY);
    }

    Target target(String key) {
        return new Target(URI.create("http://127.0.0.1:" + server.port()), key, "", Map.of());
    }

    @Override
    public void close() {
        server.close(Duration.ofSeconds(2));
        hub.close();
    }
}
