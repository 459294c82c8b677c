package dev.duplex.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.Server;
import dev.duplex.TransportKind;
import dev.duplex.WireTap;
import dev.duplex.http.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Starting, closing, and what can be seen from outside meanwhile.
class LifecycleTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";

    /// A server that answers whatever asks for `/`.
    private static Server.Builder serving(TransportKind kind) {
        return Transports.server(kind).http("/", x -> x.respond("served".getBytes(UTF_8)));
    }

    /// A client that has been answered, and keeps its connection.
    private static RawClient served(Server server) throws IOException {
        RawClient client = RawClient.connect(server.port());
        assertThat(client.send(GET).response().body()).isEqualTo("served");
        return client;
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    @Timeout(60)
    void closingLetsTheCurrentExchangeEnd(TransportKind kind) throws Exception {
        BlockingQueue<HttpExchange> begun = new LinkedBlockingQueue<>();
        Server server = Transports.server(kind).http("/", begun::add).start();
        try (RawClient busy = RawClient.connect(server.port());
                RawClient idle = RawClient.connect(server.port())) {
            idle.send(GET);
            begun.take().respond("served".getBytes(UTF_8));
            assertThat(idle.response().body()).isEqualTo("served");
            busy.send(GET);
            HttpExchange exchange = begun.take();
            Thread closing = Thread.ofVirtual().start(() -> server.close(Duration.ofSeconds(30)));
            // The idle connection's end shows that the server tells connections; when it waits for
            // them, all have been told.
            assertThat(idle.ended()).isTrue();
            Transports.eventually(
                    "it waits", () -> closing.getState() == Thread.State.TIMED_WAITING);
            assertThatThrownBy(() -> RawClient.connect(server.port()).send(GET).response())
                    .isInstanceOf(IOException.class);
            exchange.respond("the end".getBytes(UTF_8));
            RawClient.Response response = busy.response();
            assertThat(response.body()).isEqualTo("the end");
            assertThat(response.fields()).containsEntry("connection", "close");
            assertThat(busy.ended()).isTrue();
            closing.join();
            server.awaitClose();
            assertThat(server.connections()).isZero();
        }
    }

    /// A server that answers what asks for `/lasting` when it goes away.
    ///
    /// @param begun gets what it will answer
    private static Server.Builder lasting(TransportKind kind, BlockingQueue<HttpExchange> begun) {
        return serving(kind)
                .http(
                        "/lasting",
                        x -> {
                            x.onGoingAway(() -> x.respond("the end".getBytes(UTF_8)));
                            begun.add(x);
                        });
    }

    private static void last(RawClient client, BlockingQueue<HttpExchange> begun) throws Exception {
        client.send("GET /lasting HTTP/1.1\r\nHost: here\r\n\r\n");
        assertThat(begun.poll(30, TimeUnit.SECONDS)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void drainingEndsWhatLastsAndServesTheRest(TransportKind kind) throws Exception {
        BlockingQueue<HttpExchange> begun = new LinkedBlockingQueue<>();
        Server server = lasting(kind, begun).start();
        try (RawClient stream = RawClient.connect(server.port());
                RawClient idle = RawClient.connect(server.port())) {
            last(stream, begun);
            assertThat(idle.send(GET).response().body()).isEqualTo("served");
            assertThat(server.sessions()).as("requests are none").isZero();
            server.drain(Duration.ZERO);
            RawClient.Response last = stream.response();
            assertThat(last.body()).isEqualTo("the end");
            assertThat(last.fields()).containsEntry("connection", "close");
            assertThat(stream.ended()).isTrue();
            assertThat(idle.send(GET).response().body()).isEqualTo("served");
            assertThatThrownBy(() -> RawClient.connect(server.port()).send(GET).response())
                    .isInstanceOf(IOException.class);
            server.close();
            assertThat(idle.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    @Timeout(60)
    void turnsAreForWhatLasts(TransportKind kind) throws Exception {
        BlockingQueue<HttpExchange> begun = new LinkedBlockingQueue<>();
        Server server = lasting(kind, begun).start();
        try (RawClient first = RawClient.connect(server.port());
                RawClient was = RawClient.connect(server.port());
                RawClient idle = served(server)) {
            last(was, begun);
            last(first, begun);
            assertThat(idle.send(GET).response().body()).isEqualTo("served");
            was.socket().close();
            Transports.eventually("one has left", () -> server.connections() == 2);
            // With one that takes turns the first is the last: the window is not waited for.
            server.drain(Duration.ofDays(1));
            assertThat(first.response().body()).isEqualTo("the end");
            assertThat(first.ended()).isTrue();
            // With none there is nothing to wait for.
            server.drain(Duration.ofDays(1));
            assertThat(idle.send(GET).response().body()).isEqualTo("served");
        } finally {
            server.close();
        }
    }

    @Test
    void whoBeginsToLastWhileTheServerIsDrainedGoesWithTheLast() throws Exception {
        BlockingQueue<HttpExchange> begun = new LinkedBlockingQueue<>();
        Server server = lasting(TransportKind.AUTO, begun).start();
        try (RawClient one = RawClient.connect(server.port());
                RawClient other = RawClient.connect(server.port());
                RawClient late = served(server)) {
            last(one, begun);
            last(other, begun);
            Thread draining = Thread.ofVirtual().start(() -> server.drain(Duration.ofSeconds(2)));
            // One has its turn at once, the other in a second: perhaps, on a machine that stands
            // still, before this one begins.
            Transports.eventually("the first had its turn", () -> server.connections() <= 2);
            last(late, begun);
            assertThat(draining.join(Duration.ofSeconds(30))).isTrue();
            assertThat(late.response().body()).isEqualTo("the end");
            Transports.eventually("all have been sent away", () -> server.connections() == 0);
        } finally {
            server.close();
        }
    }

    @Test
    void drainingEndsWithTheServer() throws Exception {
        BlockingQueue<HttpExchange> begun = new LinkedBlockingQueue<>();
        Server server = lasting(TransportKind.AUTO, begun).start();
        try (RawClient one = RawClient.connect(server.port());
                RawClient other = RawClient.connect(server.port())) {
            last(one, begun);
            last(other, begun);
            Thread draining = Thread.ofVirtual().start(() -> server.drain(Duration.ofDays(1)));
            Transports.eventually("the first had its turn", () -> server.connections() == 1);
            server.close();
            assertThat(draining.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void anInterruptEndsDraining() throws Exception {
        BlockingQueue<HttpExchange> begun = new LinkedBlockingQueue<>();
        Server server = lasting(TransportKind.AUTO, begun).start();
        try (RawClient one = RawClient.connect(server.port());
                RawClient other = RawClient.connect(server.port())) {
            last(one, begun);
            last(other, begun);
            Thread draining = Thread.ofPlatform().start(() -> server.drain(Duration.ofDays(1)));
            Transports.eventually("the first had its turn", () -> server.connections() == 1);
            draining.interrupt();
            draining.join(30_000);
            assertThat(draining.isAlive()).isFalse();
            assertThat(server.connections()).as("the other has not had its turn").isOne();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.drain(Duration.ofMillis(-1)))
                    .withMessage("window must not be negative: PT-0.001S");
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whatIsLeftAtTheDeadlineIsClosed(TransportKind kind) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Server server =
                Transports.server(kind)
                        .http(
                                "/",
                                x -> {
                                    x.onClosed(closed::countDown);
                                    begun.countDown();
                                })
                        .start();
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(GET);
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            server.close(Duration.ofMillis(50));
            assertThat(closed.getCount()).as("closed before close() returns").isZero();
            assertThat(client.ended()).isTrue();
            server.close();
        }
    }

    @Test
    void aLoopThatDoesNotEndIsNotWaitedForWithoutEnd() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Server server =
                Transports.server(TransportKind.AUTO)
                        .http(
                                "/",
                                _ -> {
                                    held.countDown();
                                    try {
                                        released.await();
                                    } catch (InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                })
                        .start();
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(GET);
            assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> closing =
                    CompletableFuture.runAsync(() -> server.close(Duration.ofMillis(50)));
            closing.get(30, TimeUnit.SECONDS);
            assertThat(released.getCount()).as("the loop was still held").isOne();
        } finally {
            released.countDown();
        }
    }

    @Test
    void closingOnAnEventLoopIsRefused() throws Exception {
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        Server[] server = new Server[1];
        server[0] =
                Transports.server(TransportKind.AUTO)
                        .http(
                                "/",
                                x -> {
                                    try {
                                        server[0].close();
                                    } catch (IllegalStateException e) {
                                        outcome.add(e.getMessage());
                                    }
                                    x.respond(new byte[0]);
                                })
                        .start();
        try (RawClient client = RawClient.connect(server[0].port())) {
            assertThat(client.send(GET).response().status()).isEqualTo(200);
            assertThat(outcome.poll()).contains("on its own event loop");
        } finally {
            server[0].close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aTakenPortIsNamed(TransportKind kind) {
        try (Server server = Transports.server(kind).start()) {
            assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
            assertThatThrownBy(() -> Transports.server(kind).port(server.port()).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port());
        }
        assertThatThrownBy(() -> Transports.server(kind).host("no.such.host.invalid").start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no.such.host.invalid");
    }

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void aTransportIsHadOrRefusedWithAReason(TransportKind kind) {
        Optional<String> why = Transport.unavailable(kind);
        if (why.isPresent()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Transports.server(kind).start())
                    .withMessageContaining(kind.name())
                    .withMessageContaining(why.get());
            return;
        }
        try (Server server = Transports.server(kind).start()) {
            assertThat(server.transport())
                    .isNotEqualTo(TransportKind.AUTO)
                    .isIn(kind, kind == TransportKind.AUTO ? autoChoice() : kind);
        }
    }

    private static TransportKind autoChoice() {
        return Transport.unavailable(TransportKind.EPOLL).isEmpty()
                ? TransportKind.EPOLL
                : TransportKind.NIO;
    }

    @Test
    void theBuilderRefusesWhatMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Server.builder().port(-1))
                .withMessageContaining("0..65535, not -1");
        assertThatIllegalArgumentException().isThrownBy(() -> Server.builder().port(65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> Server.builder().eventLoops(0));
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aWireTapSeesEveryByte(TransportKind kind) throws Exception {
        StringBuilder received = new StringBuilder();
        StringBuilder sent = new StringBuilder();
        CountDownLatch closed = new CountDownLatch(1);
        WireTap tap = remote -> new Tapped(remote, received, sent, closed);
        try (Server server =
                Transports.server(kind)
                        .wireTap(tap)
                        .http("/", x -> x.respond("seen".getBytes(UTF_8)))
                        .start()) {
            try (RawClient client = RawClient.connect(server.port())) {
                assertThat(client.send(GET).response().body()).isEqualTo("seen");
            }
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(received).hasToString(GET);
        assertThat(sent.toString())
                .matches("HTTP/1.1 200 OK\r\ncontent-length: 4\r\ndate: .{29}\r\n\r\nseen");
    }

    private record Tapped(
            InetSocketAddress remote, StringBuilder in, StringBuilder out, CountDownLatch end)
            implements WireTap.Connection {
        @Override
        public void received(ByteBuffer bytes) {
            assertThat(bytes.isReadOnly()).isTrue();
            in.append(UTF_8.decode(bytes));
        }

        @Override
        public void sent(ByteBuffer bytes) {
            out.append(UTF_8.decode(bytes));
        }

        @Override
        public void closed() {
            end.countDown();
        }
    }
}
