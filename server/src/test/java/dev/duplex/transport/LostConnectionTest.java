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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final Limits LIMITS = Silent.LIMITS.toBuilder().queueBytes(256 << 10).build();

    /// `go`, masked with zeros.
    private static final byte[] GO = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'g', 'o'};

    /// Of SockJS, masked likewise: `["go"]`.
    private static final byte[] FRAMED_GO = {
        (byte) 0x81, (byte) 0x86, 0, 0, 0, 0, '[', '"', 'g', 'o', '"', ']'
    };

    /// Likewise: `["a","b","c"]`.
    private static final byte[] FRAMED_THREE = {
        (byte) 0x81,
        (byte) 0x8d,
        0,
        0,
        0,
        0,
        '[',
        '"',
        'a',
        '"',
        ',',
        '"',
        'b',
        '"',
        ',',
        '"',
        'c',
        '"',
        ']'
    };

    /// A Close with 1000, masked likewise.
    private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8};

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

    /// Keeps its event loop busy with a message until it is let go.
    private static final class Holding implements Endpoint {
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
    private static final class Silent implements Endpoint {
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
    private static Stream<TransportKind> thatTellOfAnEndUnread() {
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

    private static void hold(RawClient holder, Holding holding) throws Exception {
        holder.send(GO);
        assertThat(holding.held.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitConnections(Server server, int count) {
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
    void whatAnotherThreadSentBeforeTheEndWasReadGoesOutToo(TransportKind kind) throws Exception {
        Holding holding = new Holding();
        Endpoint answers =
                new Endpoint() {
                    @Override
                    public void onMessage(Session session, Message message) {
                        Thread other = Thread.ofPlatform().start(() -> session.send("late"));
                        try {
                            other.join();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                };
        try (Server server =
                        Transports.server(kind, LIMITS)
                                .webSocket("/hold", holding)
                                .webSocket("/ws", answers)
                                .start();
                RawClient holder = RawClient.connect(server.port());
                RawClient client = RawClient.connect(server.port())) {
            assertThat(holder.send(handshake("/hold")).head().status()).isEqualTo(101);
            assertThat(client.send(handshake("/ws")).head().status()).isEqualTo(101);
            hold(holder, holding);
            client.send(GO);
            client.socket().shutdownOutput();
            holding.letGo.countDown();
            assertThat(client.untilEnd()).isEqualTo("\u0081\u0004late");
        }
    }

    /// Reads one message, and the others when it is told to.
    private static final class Pausing implements Endpoint {
        final CompletableFuture<Session> paused = new CompletableFuture<>();
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        final AtomicInteger messages = new AtomicInteger();

        @Override
        public void onMessage(Session session, Message message) {
            if (messages.incrementAndGet() == 1) {
                session.suspendReading();
                paused.complete(session);
            }
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closed.complete(reason);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whatCameBeforeTheEndIsGivenToWhoReadsLater(TransportKind kind) throws Exception {
        Pausing endpoint = new Pausing();
        try (Server server =
                        Transports.server(kind, Silent.LIMITS)
                                .webSocket("/ws", endpoint)
                                .http("/", exchange -> exchange.respond(new byte[0]))
                                .start();
                RawClient client = RawClient.connect(server.port());
                RawClient other = RawClient.connect(server.port())) {
            assertThat(client.send(handshake("/ws")).head().status()).isEqualTo(101);
            client.send(GO);
            Session session = endpoint.paused.get(20, TimeUnit.SECONDS);
            client.send(GO);
            client.send(GO);
            client.send(CLOSE);
            client.socket().shutdownOutput();
            twoTurns(other);
            assertThat(endpoint.messages).hasValue(1);
            session.resumeReading();
            assertThat(endpoint.closed.get(20, TimeUnit.SECONDS).code()).isEqualTo(1000);
            assertThat(endpoint.messages).hasValue(3);
            awaitConnections(server, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void soIsWhatIsLeftOfAFrameOfSockJs(TransportKind kind) throws Exception {
        Pausing endpoint = new Pausing();
        try (Server server =
                        Transports.server(kind, Silent.LIMITS)
                                .sockJs("/sockjs", endpoint)
                                .http("/", exchange -> exchange.respond(new byte[0]))
                                .start();
                RawClient client = RawClient.connect(server.port());
                RawClient other = RawClient.connect(server.port())) {
            byte[] handshake = handshake("/sockjs/000/abc/websocket");
            assertThat(client.send(handshake).head().status()).isEqualTo(101);
            client.send(FRAMED_THREE);
            Session session = endpoint.paused.get(20, TimeUnit.SECONDS);
            client.socket().shutdownOutput();
            twoTurns(other);
            assertThat(endpoint.messages).hasValue(1);
            session.resumeReading();
            assertThat(endpoint.closed.get(20, TimeUnit.SECONDS).code()).isEqualTo(1006);
            assertThat(endpoint.messages).hasValue(3);
            awaitConnections(server, 1);
        }
    }

    /// The one event loop has these behind what it was told before.
    private static void twoTurns(RawClient client) throws IOException {
        for (int i = 0; i < 2; i++) {
            client.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("thatTellOfAnEndUnread")
    void aResetBehindWhatWaitsIsNoticed(TransportKind kind) throws Exception {
        Pausing endpoint = new Pausing();
        try (Server server =
                Transports.server(kind, Silent.LIMITS).webSocket("/ws", endpoint).start()) {
            try (RawClient client = RawClient.connect(server.port())) {
                assertThat(client.send(handshake("/ws")).head().status()).isEqualTo(101);
                client.send(GO);
                Session session = endpoint.paused.get(20, TimeUnit.SECONDS);
                client.send(GO);
                client.socket().shutdownOutput();
                session.send("still here");
                assertThat(client.text(12)).isEqualTo("\u0081\nstill here");
                client.socket().setSoLinger(true, 0);
            }
            assertThat(endpoint.closed.get(20, TimeUnit.SECONDS).code()).isEqualTo(1006);
            awaitConnections(server, 0);
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
            awaitConnections(server, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whoHasEndedItsSideTakesFewThreadsOfTheKernel(TransportKind kind) throws Exception {
        long others = kernelThreads();
        Endpoint answers =
                new Endpoint() {
                    @Override
                    public void onMessage(Session session, Message message) {
                        session.send(new byte[1 << 20]);
                    }
                };
        List<RawClient> clients = new ArrayList<>();
        try (Server server =
                Transports.server(kind, Silent.LIMITS).webSocket("/ws", answers).start()) {
            for (int i = 0; i < 80; i++) {
                RawClient client = RawClient.connect(server.port(), 4096);
                clients.add(client);
                assertThat(client.send(handshake("/ws")).head().status()).isEqualTo(101);
                client.send(GO);
                client.socket().shutdownOutput();
            }
            if (kind == TransportKind.IO_URING) {
                Transports.eventually(
                        "the kernel waits by threads", () -> kernelThreads() > others);
            }
            for (RawClient client : clients) {
                assertThat(kernelThreads() - others).isLessThanOrEqualTo(64);
                client.socket().setSoLinger(true, 0);
                client.close();
            }
            awaitConnections(server, 0);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /// Threads that the kernel has made in this process for io_uring.
    private static long kernelThreads() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.filter(LostConnectionTest::isKernelThread).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isKernelThread(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).startsWith("iou-wrk");
        } catch (IOException _) {
            return false; // it has ended meanwhile
        }
    }
}
