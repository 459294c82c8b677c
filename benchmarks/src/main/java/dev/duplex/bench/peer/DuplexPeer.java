package dev.duplex.bench.peer;

import dev.duplex.AttributeKey;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.Tls;
import dev.duplex.WebSocketOptions;
import dev.duplex.bench.Channels;
import dev.duplex.bench.disk.Disk;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.channels.engine.Engine;
import dev.duplex.engine.disk.DiskEngine;
import dev.duplex.engine.redis.RedisEngine;
import dev.duplex.websocket.deflate.DeflateOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The peer that is ours: one event loop, the defaults, and handlers on the loop.
public final class DuplexPeer {
    private static final String ROOM = "all";

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    /// How often the certificate's files are looked at.
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// Sessions that no request waits for are not to go while they are measured.
    private static final SockJsOptions LASTING =
            SockJsOptions.builder().disconnectDelay(Duration.ofHours(1)).build();

    private DuplexPeer() {}

    public static void main(String... args) throws InterruptedException {
        try (Server server = start(PeerArguments.of(args))) {
            PeerArguments.ready(server.port());
            server.awaitClose();
        }
    }

    static Server start(PeerArguments arguments) {
        return start(arguments, builder -> builder);
    }

    /// @param more what is set besides
    static Server start(PeerArguments arguments, UnaryOperator<Server.Builder> more) {
        WebSocketOptions options =
                WebSocketOptions.DEFAULT.withDeflate(
                        arguments.deflate() ? DeflateOptions.DEFAULT : DeflateOptions.OFF);
        // All the load comes from one address, and the idle scenario has many connections.
        Limits limits =
                Limits.builder()
                        .connections(1_000_000)
                        .connectionsPerAddress(1_000_000)
                        .detachedSessions(1_000_000)
                        .detachedSessionsPerAddress(1_000_000)
                        .build();
        Hub hub = hub(arguments);
        Broadcast broadcast = new Broadcast(hub);
        Feed feed = new Feed();
        Server.Builder builder =
                Server.builder()
                        .host("127.0.0.1")
                        .port(arguments.port())
                        .transport(arguments.transport())
                        .eventLoops(1)
                        .limits(limits)
                        .hub(hub)
                        .webSocket("/ws/echo", new Echo(), options)
                        .webSocket("/ws/blocking", blocking(), options)
                        .webSocket("/ws/broadcast", broadcast, options)
                        .webSocket("/connection/websocket", centrifuge(hub), options)
                        .webSocket("/ws/publish/{channel}", new Publishing(hub), options)
                        .webSocket("/waiting", new Echo(), options)
                        .sockJs("/waiting", new Echo(), LASTING)
                        .http("/hello", exchange -> exchange.respond(HELLO));
        feed.addTo(builder, options);
        arguments
                .tls()
                .ifPresent(directory ->
                        builder.tls(
                                new Tls(
                                        directory.resolve("chain.pem"),
                                        directory.resolve("key.pem"),
                                        LOOK)));
        Server server = more.apply(builder).start();
        feed.publishBy(hub);
        return server;
    }

    /// The same as [Echo] by a handler that waits for messages.
    private static Endpoint blocking() {
        return Endpoint.blocking(session -> session.forEach(session::send));
    }

    private static Hub hub(PeerArguments arguments) {
        Hub.Builder hub = Channels.hub();
        arguments.disk().ifPresent(directory -> hub.engine(disk(directory)));
        arguments.redis().ifPresent(address -> hub.engine(RedisEngine.builder(address).open()));
        return hub.build();
    }

    /// With nothing in it.
    private static Engine disk(Path directory) {
        Disk.empty(directory);
        return DiskEngine.builder(directory).open();
    }

    /// Channels for everybody; its pings are WebSocket's, as those of the others.
    private static Centrifuge centrifuge(Hub hub) {
        return new Centrifuge(
                hub,
                Channels.centrifuge().ping(Duration.ofHours(1), Duration.ofMinutes(1)).build());
    }

    private static final class Echo implements Endpoint {
        @Override
        public void onMessage(Session session, Message message) {
            if (session.send(message) == Offer.FULL) {
                // The load never has this much outstanding: a lost answer must not go unseen.
                throw new IllegalStateException("the outbound queue is full");
            }
        }
    }

    private static final class Broadcast implements Endpoint {
        private final Hub hub;

        Broadcast(Hub hub) {
            this.hub = hub;
        }

        @Override
        public void onOpen(Session session) {
            session.subscribe(ROOM);
        }

        @Override
        public void onMessage(Session session, Message message) {
            hub.publish(ROOM, message);
        }
    }

    /// What comes, JSON, goes to the channel that the path names.
    private record Publishing(Hub hub) implements Endpoint {
        private static final AttributeKey<String> CHANNEL = AttributeKey.of("channel");

        @Override
        public void onOpen(Session session) {
            session.attribute(
                    CHANNEL,
                    Objects.requireNonNull(session.request().pathParameters().get("channel")));
        }

        @Override
        public void onMessage(Session session, Message message) {
            String channel = session.attribute(CHANNEL).orElseThrow();
            hub.publish(channel, Draft.of(Payload.of(Payload.Kind.JSON, message.bytes())));
        }
    }
}
