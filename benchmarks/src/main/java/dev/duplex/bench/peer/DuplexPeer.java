package dev.duplex.bench.peer;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.Tls;
import dev.duplex.WebSocketOptions;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.websocket.deflate.DeflateOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

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
        Hub hub = Hub.builder().build();
        Broadcast broadcast = new Broadcast(hub);
        Feed feed = new Feed();
        Server.Builder builder =
                Server.builder()
                        .host("127.0.0.1")
                        .port(arguments.port())
                        .eventLoops(1)
                        .limits(limits)
                        .hub(hub)
                        .webSocket("/ws/echo", new Echo(), options)
                        .webSocket("/ws/broadcast", broadcast, options)
                        .webSocket("/connection/websocket", centrifuge(hub), options)
                        .webSocket("/ws/publish", new Publishing(hub), options)
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
        Server server = builder.start();
        feed.publishBy(hub);
        return server;
    }

    /// Channels for everybody; its pings are WebSocket's, as those of the others.
    private static Centrifuge centrifuge(Hub hub) {
        return new Centrifuge(
                hub,
                CentrifugeOptions.builder(RulesAccess.anonymous(Map.of("", Rules.OPEN)))
                        .ping(Duration.ofHours(1), Duration.ofMinutes(1))
                        .build());
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

    /// What comes, JSON, goes to the channel.
    private record Publishing(Hub hub) implements Endpoint {
        @Override
        public void onMessage(Session session, Message message) {
            hub.publish(ROOM, Draft.of(Payload.of(Payload.Kind.JSON, message.bytes())));
        }
    }
}
