package dev.duplex.conformance.clients;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.channels.Offer;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.StaticFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A server with what SockJS clients are tested against: `/echo`; `/amplify`, which answers n with 2^n
/// characters; `/bye`, which closes at once; `/count`, which answers n with n messages, in short
/// streams; `/told`, see [ToldEndpoint]; `/room`, also for native WebSocket, whose members get what
/// each of them says. And `/page`, an empty page; `/bare.html`; `/packages/*`, the npm packages.
final class SockJsServer implements AutoCloseable {
    /// Where a page finds npm's client.
    static final String CLIENT = "/packages/sockjs-client/dist/sockjs.js";

    /// The room of `/room`.
    static final String ROOM = "room";

    private final ToldEndpoint told = new ToldEndpoint();
    private final AtomicInteger members = new AtomicInteger();
    private final Server server;

    private SockJsServer(SockJsOptions options) {
        Endpoint echo = Endpoint.blocking(session -> session.forEach(session::send));
        Endpoint room = new Room();
        server =
                Server.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .limits(Limits.builder().queueBytes(4 << 20).build())
                        .sockJs("/echo", echo, options)
                        .sockJs("/amplify", new Amplify(), options)
                        .sockJs("/bye", new Bye(), options)
                        .sockJs("/count", count(), options.toBuilder().responseBytes(4096).build())
                        .sockJs("/told", told, options)
                        .sockJs("/room", room, options)
                        .webSocket("/room", room)
                        .http("/page", SockJsServer::page)
                        .http("/bare.html", StaticFiles.directory(Path.of("src/test/pages")))
                        .http("/packages/*", StaticFiles.directory(NodeScripts.packages()))
                        .start();
    }

    static SockJsServer start() {
        return start(UnaryOperator.identity());
    }

    /// @param change what differs from the default options, but that no session ends because its client is slow
    static SockJsServer start(UnaryOperator<SockJsOptions.Builder> change) {
        SockJsOptions.Builder patient =
                SockJsOptions.builder().disconnectDelay(Duration.ofMinutes(1));
        return new SockJsServer(change.apply(patient).build());
    }

    Server server() {
        return server;
    }

    int port() {
        return server.port();
    }

    /// The address of a path here, by the name `localhost`.
    String url(String path) {
        return "http://localhost:" + port() + path;
    }

    /// How many are in the room.
    int members() {
        return members.get();
    }

    /// What the clients of `/told` were told, and how they ended.
    ToldEndpoint told() {
        return told;
    }

    @Override
    public void close() {
        server.close(Duration.ofSeconds(2));
    }

    /// Answers with an empty page.
    static void page(HttpExchange exchange) {
        exchange.header("Content-Type", "text/html; charset=utf-8")
                .respond(
                        "<!DOCTYPE html><title>A page</title><body></body>"
                                .getBytes(StandardCharsets.UTF_8));
    }

    private static Endpoint count() {
        return Endpoint.blocking(session -> {
            int count = Integer.parseInt(session.receive().orElseThrow().string());
            for (int i = 0; i < count; i++) {
                session.sendAndWait(Message.text("number " + i));
            }
            session.sendAndWait(Message.text("all"));
            session.receive();
        });
    }

    private static final class Amplify implements Endpoint {
        @Override
        public void onMessage(Session session, Message message) {
            session.send("x".repeat(1 << Integer.parseInt(message.string())));
        }
    }

    private static final class Bye implements Endpoint {
        @Override
        public void onOpen(Session session) {
            session.close(new CloseReason(4001, "bye é"));
        }
    }

    private final class Room implements Endpoint {
        @Override
        public void onOpen(Session session) {
            session.subscribe(ROOM);
            session.send("welcome");
            members.incrementAndGet();
        }

        @Override
        public void onMessage(Session session, Message message) {
            if (server.hub().publish(ROOM, message.copy()) != Offer.ACCEPTED) {
                throw new IllegalStateException("the room did not take a message");
            }
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            members.decrementAndGet();
        }
    }
}
