package dev.duplex.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.duplex.AttributeKey;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.WebSocketOptions;
import dev.duplex.channels.Offer;
import dev.duplex.conformance.Expect;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.http.Request;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a session shows its program.
class SessionTest extends ServerSuite {
    private static final AttributeKey<String> NAME = AttributeKey.of("name");

    @Test
    @DisplayName("path parameters, query, headers and addresses are visible to the handler")
    void showsTheRequest() {
        Endpoint describing =
                Endpoint.blocking(session -> {
                    Request request = session.request();
                    session.send(
                            String.join(
                                    "|",
                                    request.method(),
                                    request.path(),
                                    request.target(),
                                    request.pathParameters().get("name"),
                                    request.pathParameters().get("seat"),
                                    request.query("a").orElse("none"),
                                    String.join(",", request.queryAll("b")),
                                    request.query("none").orElse("none"),
                                    request.headers().first("x-token").orElse("none"),
                                    String.join(",", request.headers().all("X-Many")),
                                    Boolean.toString(request.secure()),
                                    request.remoteAddress().getAddress().getHostAddress()));
                });
        Server server = start(builder().webSocket("/rooms/{name}/seats/{seat}", describing));
        String target = "/rooms/a%20b%C3%A9/seats/7?a=1%2B1&b=x&b=y+z";
        RawWebSocket peer = open(server, target, "X-Token: secret", "X-Many: 1", "x-many: 2");
        Expect.message(
                peer,
                RawFrame.text(
                        "GET|/rooms/a bé/seats/7|"
                                + target
                                + "|a bé|7|1+1|x,y z|none|secret|1,2|false|127.0.0.1"));
    }

    @Test
    @DisplayName("a more literal route wins over a less literal one")
    void prefersLiteralRoutes() {
        Server server =
                start(
                        builder()
                                .webSocket("/a/*", saying("rest"))
                                .webSocket("/a/{x}", saying("placeholder"))
                                .webSocket("/a/b", saying("literal")));
        Expect.message(open(server, "/a/b"), RawFrame.text("literal"));
        Expect.message(open(server, "/a/c"), RawFrame.text("placeholder"));
        Expect.message(open(server, "/a/b/c"), RawFrame.text("rest"));
    }

    private static Endpoint saying(String text) {
        return new Endpoint() {
            @Override
            public void onOpen(Session session) {
                session.send(text);
            }
        };
    }

    @Test
    @DisplayName("the subprotocol agreed on is visible to the handler")
    void showsTheSubprotocol() {
        Endpoint endpoint =
                Endpoint.blocking(session -> session.send("[" + session.subprotocol() + "]"));
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/chat",
                                        endpoint,
                                        WebSocketOptions.DEFAULT.withSubprotocols("v2", "v1")));
        Expect.message(
                open(server, "/chat", "Sec-WebSocket-Protocol: v1, v2"), RawFrame.text("[v2]"));
        Expect.message(open(server, "/chat"), RawFrame.text("[]"));
    }

    @Test
    @DisplayName("attributes stay with their session, and are not another's")
    void keepsAttributes() {
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/name",
                                        new Endpoint() {
                                            @Override
                                            public void onMessage(
                                                    Session session, Message message) {
                                                session.send(
                                                        "was "
                                                                + session.attribute(NAME)
                                                                        .orElse("nobody"));
                                                session.attribute(NAME, message.string());
                                            }
                                        }));
        RawWebSocket one = open(server, "/name");
        RawWebSocket two = open(server, "/name");
        one.send(RawFrame.text("Ann"), RawFrame.text("Bob"));
        Expect.message(one, RawFrame.text("was nobody"));
        Expect.message(one, RawFrame.text("was Ann"));
        two.send(RawFrame.text("Cid"));
        Expect.message(two, RawFrame.text("was nobody"));
    }

    @Test
    @DisplayName("ids are unique; text and binary are told apart")
    void tellsSessionsAndKindsApart() {
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/id",
                                        new Endpoint() {
                                            @Override
                                            public void onMessage(
                                                    Session session, Message message) {
                                                session.send(
                                                        message.isText()
                                                                ? session.id()
                                                                : "binary of " + message.size());
                                            }
                                        }));
        RawWebSocket one = open(server, "/id");
        RawWebSocket two = open(server, "/id");
        one.send(RawFrame.text(""));
        two.send(RawFrame.text(""));
        assertThat(Expect.message(one, "an id").text())
                .isNotEqualTo(Expect.message(two, "an id").text())
                .isNotBlank();
        one.send(RawFrame.binary(new byte[5]));
        Expect.message(one, RawFrame.text("binary of 5"));
    }

    @Test
    @DisplayName(
            "what is streamed goes out as fragments; other messages wait for its end, pings do not")
    void streams() throws Exception {
        CompletableFuture<MessageWriter> streaming = new CompletableFuture<>();
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/stream",
                                        new Endpoint() {
                                            @Override
                                            public void onMessage(
                                                    Session session, Message message) {
                                                MessageWriter writer = session.streamBinary();
                                                assertThat(writer.write(new byte[] {1}))
                                                        .isEqualTo(Offer.ACCEPTED);
                                                assertThat(session.send("after"))
                                                        .isEqualTo(Offer.ACCEPTED);
                                                streaming.complete(writer);
                                            }
                                        }));
        RawWebSocket peer = open(server, "/stream");
        peer.send(RawFrame.text("go"));
        Expect.frame(peer, RawFrame.binary(new byte[] {1}).withoutFin());
        Expect.alive(peer);
        MessageWriter writer = streaming.get(10, TimeUnit.SECONDS);
        writer.write(new byte[] {2, 3});
        Expect.frame(peer, RawFrame.continuation(new byte[] {2, 3}).withoutFin());
        writer.close();
        RawFrame last = peer.readFrame("the last fragment");
        assertThat(last.opcode()).isEqualTo(RawFrame.CONTINUATION);
        assertThat(last.fin()).isTrue();
        assertThat(last.length()).isZero();
        Expect.message(peer, RawFrame.text("after"));
    }

    @Test
    @DisplayName(
            "a session streams one message at a time; the program that begins another is told so")
    void streamsOneMessageAtATime() throws Exception {
        CompletableFuture<Session> opened = new CompletableFuture<>();
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/stream",
                                        new Endpoint() {
                                            @Override
                                            public void onOpen(Session session) {
                                                opened.complete(session);
                                            }
                                        }));
        RawWebSocket peer = open(server, "/stream");
        Session session = opened.get(10, TimeUnit.SECONDS);
        MessageWriter first = session.streamBinary();
        first.write(new byte[] {1});
        assertThatIllegalStateException().isThrownBy(session::streamBinary);
        assertThatIllegalStateException().isThrownBy(session::streamText);
        first.close();
        Expect.message(peer, RawFrame.binary(new byte[] {1}));
        assertThatIllegalStateException().isThrownBy(() -> first.write(new byte[] {2}));
        MessageWriter second = session.streamText();
        // What was ended stays so: this must not let a third begin.
        first.close();
        assertThatIllegalStateException().isThrownBy(session::streamText);
        second.write(new byte[] {'b'});
        second.close();
        Expect.message(peer, RawFrame.text("b"));
    }

    @Test
    @DisplayName("a full queue says FULL, and onDrained follows when there is room")
    void reportsAFullQueue() throws Exception {
        CompletableFuture<Integer> full = new CompletableFuture<>();
        Server server =
                start(
                        builder()
                                .limits(PATIENT.toBuilder().queueBytes(100_000).build())
                                .webSocket(
                                        "/fill",
                                        new Endpoint() {
                                            @Override
                                            public void onMessage(
                                                    Session session, Message message) {
                                                int accepted = 0;
                                                while (session.send(new byte[10_000])
                                                                == Offer.ACCEPTED
                                                        && accepted < 100_000) {
                                                    accepted++;
                                                }
                                                full.complete(accepted);
                                            }

                                            @Override
                                            public void onDrained(Session session) {
                                                session.send("drained");
                                            }
                                        }));
        RawWebSocket peer = open(server, "/fill");
        peer.send(RawFrame.text("go"));
        int accepted = full.get(10, TimeUnit.SECONDS);
        assertThat(accepted).isBetween(1, 2000);
        for (int i = 0; i < accepted; i++) {
            Expect.message(peer, RawFrame.binary(new byte[10_000]));
        }
        Expect.message(peer, RawFrame.text("drained"));
    }
}
