package dev.duplex.transport;

import static dev.duplex.transport.LostConnectionTest.FRAMED_GO;
import static dev.duplex.transport.LostConnectionTest.GO;
import static dev.duplex.transport.LostConnectionTest.LIMITS;
import static dev.duplex.transport.LostConnectionTest.awaitConnections;
import static dev.duplex.transport.LostConnectionTest.handshake;
import static dev.duplex.transport.LostConnectionTest.hold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.TransportKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// WebSockets whose peer ends its side: what it had sent is given, what was accepted for it goes out, and then it is over.
@Timeout(60)
class EndedSideTest {
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
        sentByAnotherThread(kind, "/ws", GO, "\u0081\u0004late");
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void soDoesWhatItSentBySockJs(TransportKind kind) throws Exception {
        sentByAnotherThread(
                kind,
                "/sockjs/000/abc/websocket",
                FRAMED_GO,
                "\u0081\u0001o\u0081\u0009a[\"late\"]");
    }

    private static void sentByAnotherThread(
            TransportKind kind, String path, byte[] go, String comes) throws Exception {
        LostConnectionTest.Holding holding = new LostConnectionTest.Holding();
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
                                .sockJs("/sockjs", answers)
                                .start();
                RawClient holder = RawClient.connect(server.port());
                RawClient client = RawClient.connect(server.port())) {
            assertThat(holder.send(handshake("/hold")).head().status()).isEqualTo(101);
            assertThat(client.send(handshake(path)).head().status()).isEqualTo(101);
            hold(holder, holding);
            client.send(go);
            client.socket().shutdownOutput();
            holding.letGo.countDown();
            assertThat(client.untilEnd()).isEqualTo(comes);
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
                        Transports.server(kind, LostConnectionTest.Silent.LIMITS)
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
                        Transports.server(kind, LostConnectionTest.Silent.LIMITS)
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

    /// Stops reading with each message.
    private static final class Stopping implements Endpoint {
        final BlockingQueue<Session> stopped = new LinkedBlockingQueue<>();
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

        @Override
        public void onMessage(Session session, Message message) {
            session.suspendReading();
            stopped.add(session);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closed.complete(reason);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.LostConnectionTest#thatTellOfAnEndUnread")
    void theEndIsToldAtOnceWhereNothingIsLeftToGive(TransportKind kind) throws Exception {
        Stopping endpoint = new Stopping();
        try (Server server =
                        Transports.server(kind, LostConnectionTest.Silent.LIMITS)
                                .webSocket("/ws", endpoint)
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            assertThat(client.send(handshake("/ws")).head().status()).isEqualTo(101);
            byte[] two = Arrays.copyOf(GO, 2 * GO.length);
            System.arraycopy(GO, 0, two, GO.length, GO.length);
            client.send(two);
            Session session = endpoint.stopped.poll(20, TimeUnit.SECONDS);
            assertThat(session).isNotNull();
            session.resumeReading();
            assertThat(endpoint.stopped.poll(20, TimeUnit.SECONDS)).isSameAs(session);
            client.socket().shutdownOutput();
            assertThat(endpoint.closed.get(20, TimeUnit.SECONDS).code()).isEqualTo(1006);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.LostConnectionTest#thatTellOfAnEndUnread")
    void aResetBehindWhatWaitsIsNoticed(TransportKind kind) throws Exception {
        Pausing endpoint = new Pausing();
        try (Server server =
                Transports.server(kind, LostConnectionTest.Silent.LIMITS)
                        .webSocket("/ws", endpoint)
                        .start()) {
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
                Transports.server(kind, LostConnectionTest.Silent.LIMITS)
                        .webSocket("/ws", answers)
                        .start()) {
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
            return threads.filter(EndedSideTest::isKernelThread).count();
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
