package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.TransportKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aSlowHeadGets408(TransportKind kind) throws Exception {
        Limits limits = Limits.builder().handshakeTimeout(SHORT).build();
        try (Server server =
                Transports.server(kind, limits).http("/", x -> x.respond(new byte[0])).start()) {
            try (RawClient nothing = RawClient.connect(server.port())) {
                assertThat(nothing.response().status()).isEqualTo(408);
                assertThat(nothing.ended()).isTrue();
            }
            try (RawClient half = RawClient.connect(server.port())) {
                half.send("GET / HTTP/1.1\r\nHost: he");
                assertThat(half.response().status()).isEqualTo(408);
            }
            try (RawClient second = Transports.answered(server.port(), GET, 200)) {
                second.send("G");
                assertThat(second.response().status()).isEqualTo(408);
                assertThat(second.ended()).isTrue();
            }
            try (RawClient newlines = Transports.answered(server.port(), GET, 200)) {
                newlines.send("\r\n\r\n");
                assertThat(newlines.response().status()).isEqualTo(408);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void anIdleConnectionIsClosedWithoutAWord(TransportKind kind) throws Exception {
        Limits limits = Limits.builder().idleTimeout(SHORT).build();
        try (Server server =
                        Transports.server(kind, limits)
                                .http("/", x -> x.respond(new byte[0]))
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            assertThat(client.send(GET).response().status()).isEqualTo(200);
            assertThat(client.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aBodyThatStopsComingGets408(TransportKind kind) throws Exception {
        Limits limits = Limits.builder().idleTimeout(SHORT).build();
        AtomicInteger delivered = new AtomicInteger();
        try (Server server =
                        Transports.server(kind, limits)
                                .http("/", x -> x.body(100, _ -> delivered.incrementAndGet()))
                                .start();
                RawClient client = RawClient.connect(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nhalf");
            assertThat(client.response().status()).isEqualTo(408);
            assertThat(client.ended()).isTrue();
            assertThat(delivered).hasValue(0);
        }
    }

    /// The timeouts are those of the peer: a handler may take its time.
    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aHandlerThatTakesLongerThanEveryTimeoutIsNotCutOff(TransportKind kind) throws Exception {
        Duration tiny = Duration.ofMillis(20);
        Limits limits =
                Limits.builder()
                        .handshakeTimeout(SHORT)
                        .idleTimeout(tiny)
                        .writeTimeout(tiny)
                        .build();
        try (Server server =
                        Transports.server(kind, limits)
                                .http(
                                        "/",
                                        x -> {
                                            CountDownLatch never = new CountDownLatch(1);
                                            Thread.ofVirtual()
                                                    .start(() -> {
                                                        await(never, SHORT.multipliedBy(2));
                                                        x.respond(new byte[0]);
                                                    });
                                        })
                                .start();
                RawClient client = Transports.answered(server.port(), GET, 200)) {
            assertThat(client.ended()).isTrue();
        }
    }

    private static void await(CountDownLatch latch, Duration most) {
        try {
            assertThat(latch.await(most.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void aPeerThatTakesNothingIsClosed(TransportKind kind) throws Exception {
        Limits limits = Limits.builder().writeTimeout(SHORT).build();
        CountDownLatch closed = new CountDownLatch(1);
        try (Server server =
                        Transports.server(kind, limits)
                                .http(
                                        "/",
                                        x -> {
                                            x.onClosed(closed::countDown);
                                            x.respond(new byte[64 << 20]);
                                        })
                                .start();
                RawClient client = RawClient.connect(server.port(), 16 * 1024)) {
            client.send(GET);
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
