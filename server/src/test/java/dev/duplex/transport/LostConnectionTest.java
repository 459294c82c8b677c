package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.ServerObserver;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.TransportKind;
import dev.duplex.channels.Offer;
import dev.duplex.http.HttpHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// WebSockets whose connection ends without a Close, in the midst of something.
@Timeout(60)
class LostConnectionTest {
    private static final int PIECE = 16 << 10;

    /// More pieces than any queue here holds, with what the kernel takes.
    private static final int MANY = 10_000;

    static final Limits LIMITS = Silent.LIMITS.toBuilder().queueBytes(256 << 10).build();

    /// `go`, masked with zeros.
    static final byte[] GO = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'g', 'o'};

    /// Of SockJS, masked likewise: `["go"]`.
    static final byte[] FRAMED_GO = {
        (byte) 0x81, (byte) 0x86, 0, 0, 0, 0, '[', '"', 'g', 'o', '"', ']'
    };

    static byte[] handshake(String path) {
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

    /// Keeps its event loop busy with a message until it is let go.
    static final class Holding implements Endpoint {
        final CountDownLatch held = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);

        @Override
        public void onMessage(Session session, Message message) {
            held.countDown();
            try {
                assertThat(letGo.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// Answers nothing. Its limits let nobody go before the test is over.
    static final class Silent implements Endpoint {
        static final Limits LIMITS =
                Limits.builder()
                        .pingInterval(Duration.ZERO)
                        .handshakeTimeout(Duration.ofMinutes(5))
                        .idleTimeout(Duration.ofMinutes(5))
                        .writeTimeout(Duration.ofMinutes(5))
                        .closeTimeout(Duration.ofMinutes(5))
                        .build();

        final boolean reads;
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

        Silent(boolean reads) {
            this.reads = reads;
        }

        @Override
        public void onOpen(Session session) {
            if (!reads) {
                session.suspendReading();
            }
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closed.complete(reason);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aResetRightBehindAMessageIsNoticed(TransportKind kind) throws Exception {
        resetsRightBehindAMessage(kind, new Silent(true));
    }

    /// NIO learns of the end of what it does not read by the next ping.
    static Stream<TransportKind> thatTellOfAnEndUnread() {
        return Transports.here().filter(kind -> kind != TransportKind.NIO);
    }

    @ParameterizedTest
    @MethodSource("thatTellOfAnEndUnread")
    void aResetRightBehindAMessageThatIsNotReadIsNoticed(TransportKind kind) throws Exception {
        resetsRightBehindAMessage(kind, new Silent(false));
    }

    private static void resetsRightBehindAMessage(TransportKind kind, Silent silent)
            throws Exception {
        Holding holding = new Holding();
        try (Server server =
                        Transports.server(kind, Silent.LIMITS)
                                .webSocket("/hold", holding)
                                .webSocket("/silent", silent)
                                .start();
                RawClient holder = RawClient.connect(server.port())) {
            assertThat(holder.send(handshake("/hold")).head().status()).isEqualTo(101);
            try (RawClient client = RawClient.connect(server.port())) {
                assertThat(client.send(handshake("/silent")).head().status()).isEqualTo(101);
                hold(holder, holding);
                client.send(GO);
                client.socket().setSoLinger(true, 0);
            }
            holding.letGo.countDown();
            assertThat(silent.closed.get(20, TimeUnit.SECONDS).code()).isEqualTo(1006);
            holder.socket().setSoLinger(true, 0);
        }
    }

    /// Who has a connection's number when it has ended: sockets that lead to a listener of the test.
    private static final class Heirs implements ServerObserver, AutoCloseable {
        /// More than there are numbers below that of the connection, as a rule.
        private static final int COUNT = 50;

        private final ServerSocket listener =
                new ServerSocket(0, COUNT, InetAddress.getLoopbackAddress());
        private final List<Socket> heirs = new CopyOnWriteArrayList<>();

        Heirs() throws IOException {}

        @Override
        public void connectionClosed() {
            try {
                while (heirs.size() < COUNT) {
                    heirs.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// What has been sent to any of them.
        int received() throws IOException {
            int received = 0;
            for (int i = 0; i < heirs.size(); i++) {
                try (Socket far = listener.accept()) {
                    received += far.getInputStream().available();
                }
            }
            return received;
        }

        @Override
        public void close() throws IOException {
            for (Socket each : heirs) {
                each.close();
            }
            listener.close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whatIsSentToAConnectionThatEndsAsItBeginsReachesNobodyElse(TransportKind kind)
            throws Exception {
        Holding holding = new Holding();
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        Endpoint closes =
                new Endpoint() {
                    @Override
                    public void onOpen(Session session) {
                        session.lane().execute(() -> session.close(new CloseReason(4001, "x")));
                    }

                    @Override
                    public void onClose(Session session, CloseReason reason) {
                        closed.complete(reason);
                    }
                };
        try (Heirs heirs = new Heirs();
                Server server =
                        Transports.server(kind, Silent.LIMITS)
                                .observer(heirs)
                                .webSocket("/hold", holding)
                                .webSocket("/closes", closes)
                                .start();
                RawClient holder = RawClient.connect(server.port())) {
            assertThat(holder.send(handshake("/hold")).head().status()).isEqualTo(101);
            try (RawClient client = RawClient.connect(server.port())) {
                awaitConnections(server, 2);
                hold(holder, holding);
                client.send(handshake("/closes"));
                client.socket().shutdownOutput();
                holding.letGo.countDown();
                assertThat(closed.get(20, TimeUnit.SECONDS)).isNotNull();
                awaitConnections(server, 1);
            }
            Transports.eventually("there are heirs", () -> heirs.heirs.size() == Heirs.COUNT);
            assertThat(heirs.received()).isZero();
            holder.socket().setSoLinger(true, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aResetRightBehindPartOfARequestIsNoticed(TransportKind kind) throws Exception {
        Holding holding = new Holding();
        try (Server server =
                        Transports.server(kind, Silent.LIMITS).webSocket("/hold", holding).start();
                RawClient holder = RawClient.connect(server.port())) {
            assertThat(holder.send(handshake("/hold")).head().status()).isEqualTo(101);
            try (RawClient client = RawClient.connect(server.port())) {
                client.send("GET / HTTP/1.1\r\n");
                awaitConnections(server, 2);
                hold(holder, holding);
                client.send("Host: he");
                client.socket().setSoLinger(true, 0);
            }
            holding.letGo.countDown();
            awaitConnections(server, 1);
            holder.socket().setSoLinger(true, 0);
        }
    }

    static void hold(RawClient holder, Holding holding) throws Exception {
        holder.send(GO);
        assertThat(holding.held.await(20, TimeUnit.SECONDS)).isTrue();
    }

    static void awaitConnections(Server server, int count) {
        Transports.eventually(
                "there are %d connections".formatted(count), () -> server.connections() == count);
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
}
