package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.TransportKind;
import dev.duplex.channels.Offer;
import dev.duplex.http.HttpHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// WebSockets whose connection ends without a Close, in the midst of something.
@Timeout(60)
class LostConnectionTest {
    private static final int PIECE = 16 << 10;

    /// More pieces than any queue here holds, with what the kernel takes.
    private static final int MANY = 10_000;

    private static final Limits LIMITS =
            Limits.builder().queueBytes(256 << 10).pingInterval(Duration.ZERO).build();

    /// `go`, masked with zeros.
    private static final byte[] GO = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'g', 'o'};

    /// Of SockJS, masked likewise: `["go"]`.
    private static final byte[] FRAMED_GO = {
        (byte) 0x81, (byte) 0x86, 0, 0, 0, 0, '[', '"', 'g', 'o', '"', ']'
    };

    private static byte[] handshake(String path) {
        return """
        GET %s HTTP/1.1
        Host: here
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
                .formatted(path)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// When its peer has reset the connection, sends until the queue is full, and then goes on.
    private static final class Persistent implements Endpoint {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch reset = new CountDownLatch(1);
        final CompletableFuture<Integer> accepted = new CompletableFuture<>();
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

        @Override
        public void onMessage(Session session, Message message) {
            begun.countDown();
            try {
                assertThat(reset.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            byte[] piece = new byte[PIECE];
            int count = 0;
            for (int i = 0; i < MANY; i++) {
                count += session.send(piece) == Offer.ACCEPTED ? 1 : 0;
            }
            accepted.complete(count);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closed.complete(reason);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whoSendsToALostConnectionIsToldSo(TransportKind kind) throws Exception {
        sendsToALostConnection(kind, "/ws", GO);
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whoSendsToALostConnectionOfSockJsIsToldSo(TransportKind kind) throws Exception {
        sendsToALostConnection(kind, "/sockjs/000/abc/websocket", FRAMED_GO);
    }

    private static void sendsToALostConnection(TransportKind kind, String path, byte[] go)
            throws Exception {
        Persistent endpoint = new Persistent();
        try (Server server =
                Transports.server(kind, LIMITS)
                        .webSocket("/ws", endpoint)
                        .sockJs("/sockjs", endpoint, SockJsOptions.DEFAULT)
                        .start()) {
            try (RawClient client = RawClient.connect(server.port())) {
                assertThat(client.send(handshake(path)).head().status()).isEqualTo(101);
                client.send(go);
                // A reset that came earlier would take the message with it.
                assertThat(endpoint.begun.await(20, TimeUnit.SECONDS)).isTrue();
                client.socket().setSoLinger(true, 0);
            }
            endpoint.reset.countDown();
            assertThat(endpoint.accepted.get(40, TimeUnit.SECONDS)).isLessThan(MANY / 10);
            assertThat(endpoint.closed.get(20, TimeUnit.SECONDS).code()).isEqualTo(1006);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whoWritesAResponseToALostConnectionIsToldSo(TransportKind kind) throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        CountDownLatch full = new CountDownLatch(1);
        HttpHandler writes =
                exchange -> {
                    byte[] piece = new byte[PIECE];
                    Runnable write =
                            () -> {
                                while (accepted.get() < MANY
                                        && exchange.write(ByteBuffer.wrap(piece))
                                                == Offer.ACCEPTED) {
                                    accepted.incrementAndGet();
                                }
                                full.countDown();
                            };
                    exchange.onClosed(() -> closed.complete(accepted.get()));
                    exchange.onDrained(write);
                    write.run();
                };
        try (Server server = Transports.server(kind, LIMITS).http("/", writes).start()) {
            try (RawClient client = RawClient.connect(server.port(), 16 << 10)) {
                client.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
                assertThat(client.head().status()).isEqualTo(200);
                assertThat(full.await(20, TimeUnit.SECONDS)).isTrue();
                client.socket().setSoLinger(true, 0);
            }
            assertThat(closed.get(40, TimeUnit.SECONDS)).isLessThan(MANY / 10);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whoHasEndedItsSideIsSentWhatWasAccepted(TransportKind kind) throws Exception {
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        byte[] large = new byte[8 << 20];
        Arrays.fill(large, (byte) 'x');
        Endpoint answers =
                new Endpoint() {
                    @Override
                    public void onMessage(Session session, Message message) {
                        session.send(large);
                    }

                    @Override
                    public void onClose(Session session, CloseReason reason) {
                        closed.complete(reason);
                    }
                };
        try (Server server = Transports.server(kind, LIMITS).webSocket("/ws", answers).start();
                RawClient client = RawClient.connect(server.port(), 64 << 10)) {
            assertThat(client.send(handshake("/ws")).head().status()).isEqualTo(101);
            client.send(GO);
            client.socket().shutdownOutput();
            assertThat(closed.get(20, TimeUnit.SECONDS).code()).isEqualTo(1006);
            // A header of ten bytes, then all of the message.
            assertThat(client.untilEnd()).hasSize(10 + large.length);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whoHasEndedItsSideAndDoesNotReadIsLetGo(TransportKind kind) throws Exception {
        Limits limits = LIMITS.toBuilder().closeTimeout(Duration.ofMillis(300)).build();
        Endpoint answers =
                new Endpoint() {
                    @Override
                    public void onMessage(Session session, Message message) {
                        session.send(new byte[64 << 20]);
                    }
                };
        try (Server server = Transports.server(kind, limits).webSocket("/ws", answers).start();
                RawClient client = RawClient.connect(server.port(), 16 << 10)) {
            assertThat(client.send(handshake("/ws")).head().status()).isEqualTo(101);
            client.send(GO);
            client.socket().shutdownOutput();
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (server.connections() > 0) {
                assertThat(System.nanoTime()).as("the connection is let go").isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }
}
