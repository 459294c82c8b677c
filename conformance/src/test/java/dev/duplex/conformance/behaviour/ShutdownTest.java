package dev.duplex.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.conformance.Expect;
import dev.duplex.conformance.LogWatch;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The end of a server, and of a session by its program.
class ShutdownTest extends ServerSuite {
    @Test
    @DisplayName(
            "RFC 6455 §7.4.1: 1001 indicates that an endpoint is going away, such as a server going down")
    void sendsGoingAway() throws Exception {
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/echo",
                                        Endpoint.blocking(
                                                session -> session.forEach(session::send))));
        RawWebSocket peer = open(server, "/echo");
        Expect.echo(peer, RawFrame.text("before"));
        CompletableFuture<Void> closing =
                CompletableFuture.runAsync(() -> server.close(Duration.ofMinutes(1)));
        Expect.close(peer, 1001);
        peer.send(RawFrame.close(1001, ""));
        Expect.cleanEnd(peer);
        peer.close();
        closing.get(10, TimeUnit.SECONDS);
        assertThat(server.connections()).isZero();
        server.awaitClose();
    }

    @Test
    @DisplayName(
            "a server that is drained closes sessions with 1001, one after the other, and serves those that are left")
    void drains() throws Exception {
        LinkedBlockingQueue<String> closed = new LinkedBlockingQueue<>();
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/echo/{name}",
                                        new Endpoint() {
                                            @Override
                                            public void onMessage(
                                                    Session session, Message message) {
                                                session.send(message);
                                            }

                                            @Override
                                            public void onClose(
                                                    Session session, CloseReason reason) {
                                                closed.add(
                                                        session.request()
                                                                .pathParameters()
                                                                .get("name"));
                                            }
                                        }));
        Map<String, RawWebSocket> peers = new HashMap<>();
        for (String name : List.of("a", "b", "c")) {
            RawWebSocket peer = open(server, "/echo/" + name);
            Expect.echo(peer, RawFrame.text("before"));
            peers.put(name, peer);
        }
        assertThat(server.sessions()).isEqualTo(3);
        Thread draining = Thread.ofVirtual().start(() -> server.drain(Duration.ofDays(1)));
        // The first has its turn at once, the next in eight hours.
        eventually(
                "it is the first one's turn",
                () -> peers.values().stream().anyMatch(ShutdownTest::hasNews));
        RawWebSocket first =
                peers.values().stream().filter(ShutdownTest::hasNews).findFirst().orElseThrow();
        Expect.close(first, 1001);
        first.send(RawFrame.close(1001, ""));
        Expect.cleanEnd(first);
        String name = closed.poll(10, TimeUnit.SECONDS);
        assertThat(peers.remove(name)).isSameAs(first);
        eventually("two are left", () -> server.sessions() == 2);
        for (RawWebSocket left : peers.values()) {
            Expect.echo(left, RawFrame.text("still served"));
        }
        assertThatThrownBy(() -> RawWebSocket.connect(address(server)))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(draining.isAlive()).isTrue();

        CompletableFuture<Void> closing =
                CompletableFuture.runAsync(() -> server.close(Duration.ofMinutes(1)));
        for (RawWebSocket left : peers.values()) {
            Expect.close(left, 1001);
            left.send(RawFrame.close(1001, ""));
            Expect.cleanEnd(left);
        }
        first.close();
        peers.values().forEach(RawWebSocket::close);
        closing.get(10, TimeUnit.SECONDS);
        assertThat(draining.join(Duration.ofSeconds(10))).isTrue();
    }

    private static boolean hasNews(RawWebSocket peer) {
        try {
            return peer.socket().getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("a peer that does not answer the shutdown's Close is cut off at the deadline")
    void hasADeadline() throws Exception {
        Server server = start(builder().webSocket("/sink", new Endpoint() {}));
        RawWebSocket peer = open(server, "/sink");
        // Longer than the loop may be kept from sending the Close.
        CompletableFuture<Void> closing =
                CompletableFuture.runAsync(() -> server.close(Duration.ofSeconds(5)));
        Expect.close(peer, 1001);
        Expect.end(peer);
        closing.get(10, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("what is queued goes out before the shutdown's Close")
    void sendsWhatIsQueued() throws Exception {
        Server server =
                start(
                        builder()
                                .limits(PATIENT.toBuilder().queueBytes(8 << 20).build())
                                .webSocket(
                                        "/burst",
                                        new Endpoint() {
                                            @Override
                                            public void onMessage(
                                                    Session session, Message message) {
                                                for (int i = 0; i < 64; i++) {
                                                    session.send(new byte[64 << 10]);
                                                }
                                                session.send("all");
                                            }
                                        }));
        RawWebSocket peer = open(server, "/burst");
        peer.send(RawFrame.text("go"));
        RawFrame first = Expect.message(peer, "the first of the burst");
        assertThat(first.length()).isEqualTo(64 << 10);
        CompletableFuture<Void> closing =
                CompletableFuture.runAsync(() -> server.close(Duration.ofMinutes(1)));
        for (int i = 1; i < 64; i++) {
            Expect.message(peer, RawFrame.binary(new byte[64 << 10]));
        }
        Expect.message(peer, RawFrame.text("all"));
        Expect.close(peer, 1001);
        peer.send(RawFrame.close(1001, ""));
        Expect.cleanEnd(peer);
        peer.close();
        closing.get(10, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName(
            "an endpoint says with what its sessions are closed, by whatever transport; with 1011 if it fails to, which is logged")
    void asTheEndpointSays() throws Exception {
        Endpoint own = goingAway(() -> new CloseReason(4001, "bye"));
        Endpoint failing =
                goingAway(() -> {
                    throw new IllegalStateException("from the test");
                });
        Server server =
                start(
                        builder()
                                .webSocket("/own", own)
                                .sockJs("/own", own)
                                .webSocket("/failing", failing));
        RawWebSocket webSocket = open(server, "/own");
        RawWebSocket sockJs = open(server, "/own/0/0/websocket");
        Expect.message(sockJs, RawFrame.text("o"));
        RawHttp stream = new RawHttp(connect(server));
        stream.send(RawRequest.of("POST", "localhost:" + server.port(), "/own/0/1/xhr_streaming"));
        eventually("all are there", () -> server.sessions() == 3);
        RawWebSocket broken = open(server, "/failing");
        CompletableFuture<Void> closing =
                CompletableFuture.runAsync(() -> server.close(Duration.ofMinutes(1)));
        Expect.close(webSocket, 4001, "bye");
        Expect.message(sockJs, RawFrame.text("c[4001,\"bye\"]"));
        Expect.close(sockJs, 4001, "bye");
        assertThat(stream.readResponse().body()).endsWith("c[4001,\"bye\"]\n");
        Expect.close(broken, 1011);
        closeConnections();
        closing.get(20, TimeUnit.SECONDS);
        assertThat(LogWatch.taken()).anySatisfy(line -> assertThat(line).contains("from the test"));
    }

    private static Endpoint goingAway(Supplier<CloseReason> reason) {
        return new Endpoint() {
            @Override
            public CloseReason goingAway() {
                return reason.get();
            }
        };
    }

    @Test
    @DisplayName("a closed server listens no more")
    void listensNoMore() {
        Server server = start(builder().webSocket("/sink", new Endpoint() {}));
        RawWebSocket peer = open(server, "/sink");
        peer.close();
        server.close(Duration.ofSeconds(1));
        assertThatThrownBy(() -> RawWebSocket.connect(address(server)))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    @DisplayName("a blocking handler that returns closes with 1000")
    void closesWhenTheHandlerReturns() {
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/once",
                                        Endpoint.blocking(session -> session.send("bye"))));
        RawWebSocket peer = open(server, "/once");
        Expect.message(peer, RawFrame.text("bye"));
        Expect.close(peer, 1000);
        peer.send(RawFrame.close(1000, ""));
        Expect.cleanEnd(peer);
    }

    @Test
    @DisplayName(
            "RFC 6455 §7.4.1: 1011 indicates an unexpected condition: a handler that throws; it is logged")
    void closesWhenAHandlerThrows() {
        Endpoint throwing =
                new Endpoint() {
                    @Override
                    public void onMessage(Session session, Message message) {
                        throw new IllegalStateException("from the test");
                    }
                };
        Endpoint blocking =
                Endpoint.blocking(session -> {
                    session.receive();
                    throw new IllegalStateException("from the test");
                });
        Server server =
                start(builder().webSocket("/loop", throwing).webSocket("/blocking", blocking));
        for (String path : List.of("/loop", "/blocking")) {
            RawWebSocket peer = open(server, path);
            peer.send(RawFrame.text("go"));
            Expect.close(peer, 1011);
            peer.send(RawFrame.close(1011, ""));
            Expect.end(peer);
            peer.close();
            eventually("it is gone", () -> server.connections() == 0);
            assertThat(LogWatch.taken())
                    .anySatisfy(line -> assertThat(line).contains("from the test"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 3000, 4999})
    @DisplayName("a program sees the peer's code and reason")
    void seesThePeersClose(int code) throws Exception {
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/sink",
                                        new Endpoint() {
                                            @Override
                                            public void onClose(
                                                    Session session, CloseReason reason) {
                                                closed.complete(reason);
                                            }
                                        }));
        RawWebSocket peer = open(server, "/sink");
        peer.send(RawFrame.close(code, "because é"));
        Expect.close(peer, code);
        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(new CloseReason(code, "because é"));
    }

    /// What the peer sent and the end of its side may be seen in one event.
    @RepeatedTest(20)
    @DisplayName(
            "a peer that ends its side of the connection behind its Close still gets the answers")
    void answersWhoReadsOn() {
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/echo",
                                        new Endpoint() {
                                            @Override
                                            public void onMessage(
                                                    Session session, Message message) {
                                                session.send(message);
                                            }
                                        }));
        RawWebSocket peer = open(server, "/echo");
        peer.send(RawFrame.text("last"), RawFrame.close(1000, "")).endOutput();
        Expect.message(peer, RawFrame.text("last"));
        Expect.close(peer, 1000);
        Expect.end(peer);
    }

    @Test
    @DisplayName("RFC 6455 §7.1.5: no code in the Close is 1005, no Close at all is 1006")
    void seesThatThereWasNone() throws Exception {
        LinkedBlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
        Server server =
                start(
                        builder()
                                .webSocket(
                                        "/sink",
                                        new Endpoint() {
                                            @Override
                                            public void onClose(
                                                    Session session, CloseReason reason) {
                                                closed.add(reason);
                                            }
                                        }));
        open(server, "/sink").send(RawFrame.closePayload());
        assertThat(Optional.ofNullable(closed.poll(10, TimeUnit.SECONDS)).map(CloseReason::code))
                .contains(1005);
        open(server, "/sink").reset();
        assertThat(Optional.ofNullable(closed.poll(10, TimeUnit.SECONDS)).map(CloseReason::code))
                .contains(1006);
        open(server, "/sink").close();
        assertThat(Optional.ofNullable(closed.poll(10, TimeUnit.SECONDS)).map(CloseReason::code))
                .contains(1006);
    }
}
