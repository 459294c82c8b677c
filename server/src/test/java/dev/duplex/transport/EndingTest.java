package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.TransportKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How long, and with how many bytes, a peer that was told its last word can keep a connection.
class EndingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    private static final String NO_HTTP = "\r\nthis is no request\r\n\r\n";
    private static final String HANDSHAKE =
            """
            GET /ws HTTP/1.1
            Host: here
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """
                    .replace("\n", "\r\n");

    /// A text frame without a mask, which fails the connection.
    private static final byte[] NO_MASK = {(byte) 0x81, 1, 'a'};

    /// A Close with 1000.
    private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe8};

    /// So long that it is not what ends a connection here.
    private static final Duration LONG = Duration.ofMinutes(5);

    /// More than is dropped for a peer, together with what the kernels of both ends take.
    private static final long MOST = 48L << 20;

    /// How often something is tried that a machine which stands still is too slow for.
    private static final int TRIES = 20;

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void dropsALimitedNumberOfBytesAfterARefusal(TransportKind kind) throws Exception {
        try (Server server = serving(kind, Limits.DEFAULT)) {
            dropsALimitedNumber(
                    server,
                    client -> {
                        assertThat(client.send(NO_HTTP).response().status()).isEqualTo(400);
                        assertThat(client.ended()).isTrue();
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void dropsALimitedNumberOfBytesAfterAWebSocketsEnd(TransportKind kind) throws Exception {
        Limits limits = Limits.builder().closeTimeout(LONG).build();
        try (Server server = serving(kind, limits)) {
            dropsALimitedNumber(
                    server,
                    client -> {
                        assertThat(client.send(HANDSHAKE).head().status()).isEqualTo(101);
                        client.send(NO_MASK);
                        // All of its Close, and then the end of its side.
                        assertThat(client.untilEnd()).startsWith("\u0088").contains("\u0003\u00ea");
                    });
            eventuallyEmpty(server);
        }
    }

    /// On epoll that is at once: nobody's end is waited for, nor read.
    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void endsBehindTheSecondClose(TransportKind kind) throws Exception {
        Limits limits = Limits.builder().closeTimeout(LONG).build();
        try (Server server = serving(kind, limits);
                RawClient client = RawClient.connect(server.port())) {
            assertThat(client.send(HANDSHAKE).head().status()).isEqualTo(101);
            client.send(CLOSE);
            assertThat(client.untilEnd()).isEqualTo("\u0088\u0002\u0003\u00e8");
            if (kind != TransportKind.EPOLL) {
                client.socket().shutdownOutput();
            }
            eventuallyEmpty(server);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void whoSaysSomethingBehindItsCloseGetsTheOthersAllTheSame(TransportKind kind)
            throws Exception {
        Limits limits = Limits.builder().closeTimeout(LONG).build();
        try (Server server = serving(kind, limits)) {
            for (byte[] more : List.of(NO_MASK, new byte[64 * 1024])) {
                try (RawClient client = RawClient.connect(server.port())) {
                    assertThat(client.send(HANDSHAKE).head().status()).isEqualTo(101);
                    client.send(CLOSE).send(more);
                    assertThat(client.text(4)).isEqualTo("\u0088\u0002\u0003\u00e8");
                    assertThat(client.ended()).isTrue();
                }
                eventuallyEmpty(server);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void dropsALimitedNumberOfBytesForAConnectionOverTheLimit(TransportKind kind) throws Exception {
        Limits limits = Limits.builder().connections(1).build();
        try (Server server = serving(kind, limits);
                RawClient served = RawClient.connect(server.port())) {
            assertThat(served.send(GET).response().status()).isEqualTo(200);
            dropsALimitedNumber(
                    server,
                    refused -> {
                        assertThat(refused.response().status()).isEqualTo(503);
                        assertThat(refused.ended()).isTrue();
                    });
        }
    }

    /// What brings a client to its last word.
    private interface Course {
        void run(RawClient client) throws IOException;
    }

    /// Now and then less is taken, for the time is up too when the machine has stood still for so long.
    private static void dropsALimitedNumber(Server server, Course course) throws IOException {
        long most = 0;
        for (int i = 0; i < TRIES && most < Ending.MAX_DISCARDED_BYTES; i++) {
            try (RawClient client = RawClient.connect(server.port())) {
                course.run(client);
                most = Math.max(most, taken(client));
            }
        }
        assertThat(most).isBetween((long) Ending.MAX_DISCARDED_BYTES, MOST);
    }

    /// Sends until the connection is gone.
    ///
    /// @return how many bytes went out before that, or before there were far too many
    private static long taken(RawClient client) {
        byte[] block = new byte[16 * 1024];
        long sent = 0;
        try {
            while (sent <= MOST) {
                client.send(block);
                sent += block.length;
            }
        } catch (IOException gone) {
            assertThat(gone).hasMessageMatching("(?i).*(reset|broken pipe|abort).*");
        }
        return sent;
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void leavesAPeerTimeToReadItsLastResponseAndNoMore(TransportKind kind) throws Exception {
        Limits limits = Limits.builder().closeTimeout(LONG).build();
        try (Server server = serving(kind, limits)) {
            assertThat(lingering(server)).isGreaterThanOrEqualTo(Ending.LINGER);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aShorterCloseTimeoutIsThatTime(TransportKind kind) throws Exception {
        Duration shorter = Duration.ofMillis(100);
        Limits limits = Limits.builder().closeTimeout(shorter).build();
        try (Server server = serving(kind, limits)) {
            Duration shortest = lingering(server);
            assertThat(shortest).isGreaterThanOrEqualTo(shorter);
            // A busy machine may be late, but not every time.
            for (int i = 0; i < TRIES && shortest.compareTo(Ending.LINGER) >= 0; i++) {
                shortest = lingering(server);
            }
            assertThat(shortest).isLessThan(Ending.LINGER);
        }
    }

    /// How long a connection is kept whose peer was refused, says nothing more and does not close.
    private static Duration lingering(Server server) throws Exception {
        try (RawClient client = RawClient.connect(server.port())) {
            long start = System.nanoTime();
            assertThat(client.send(NO_HTTP).response().status()).isEqualTo(400);
            assertThat(client.ended()).isTrue();
            eventuallyEmpty(server);
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aLimitedNumberOfRefusedConnectionsLearnsWhy(TransportKind kind) throws Exception {
        Limits limits = Limits.builder().connections(1).build();
        List<RawClient> refused = new ArrayList<>();
        try (Server server = serving(kind, limits);
                RawClient served = RawClient.connect(server.port())) {
            assertThat(served.send(GET).response().status()).isEqualTo(200);
            try {
                int told = 0;
                int silent = 0;
                for (int i = 0; i < TRIES && silent == 0; i++) {
                    // All at once: those that learn why are let go after a while.
                    int before = refused.size();
                    for (int j = 0; j < RefusedConnection.MAX_LINGERING + 100; j++) {
                        refused.add(RawClient.connect(server.port()));
                    }
                    List<RawClient> crowd = refused.subList(before, refused.size());
                    for (RawClient client : crowd) {
                        String answer = client.untilEnd();
                        if (answer.isEmpty()) {
                            silent++;
                        } else {
                            assertThat(answer).startsWith("HTTP/1.1 503 ");
                            told++;
                        }
                    }
                }
                assertThat(told).isGreaterThanOrEqualTo(RefusedConnection.MAX_LINGERING);
                assertThat(silent).isPositive();
            } finally {
                for (RawClient client : refused) {
                    client.close();
                }
            }
            assertThat(toldAgain(server.port())).isTrue();
            assertThat(served.send(GET).response().status()).isEqualTo(200);
        }
    }

    /// Whether refused connections learn why again: the server sees a little later than we do that
    /// the others have left.
    private static boolean toldAgain(int port) throws IOException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < deadline) {
            try (RawClient client = RawClient.connect(port)) {
                if (!client.untilEnd().isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aWebSocketThatTakesNothingIsClosed(TransportKind kind) throws Exception {
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        Endpoint fills =
                new Endpoint() {
                    @Override
                    public void onOpen(Session session) {
                        session.send(new byte[64 << 20]);
                    }

                    @Override
                    public void onClose(Session session, CloseReason reason) {
                        closed.complete(reason);
                    }
                };
        // Without pings, whose missing answers would end it too.
        Limits limits =
                Limits.builder()
                        .writeTimeout(Duration.ofMillis(500))
                        .pingInterval(Duration.ZERO)
                        .build();
        try (Server server = Transports.server(kind, limits).webSocket("/ws", fills).start();
                RawClient client = RawClient.connect(server.port(), 16 * 1024)) {
            assertThat(client.send(HANDSHAKE).head().status()).isEqualTo(101);
            assertThat(closed.get(20, TimeUnit.SECONDS).code()).isEqualTo(1006);
            eventuallyEmpty(server);
        }
    }

    private static Server serving(TransportKind kind, Limits limits) {
        return Transports.server(kind, limits)
                .http("/", exchange -> exchange.respond(new byte[0]))
                .webSocket("/ws", new Endpoint() {})
                .start();
    }

    private static void eventuallyEmpty(Server server) {
        Transports.eventually("the connection is let go", () -> server.connections() == 0);
    }
}
