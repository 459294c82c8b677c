package dev.duplex.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.SockJsOptions;
import dev.duplex.TransportKind;
import dev.duplex.TrustedProxies;
import dev.duplex.http.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A server behind a proxy on loopback, which it trusts or not.
class TrustedProxyTest {
    private static final Endpoint ENDPOINT = new Endpoint() {};

    private static Server.Builder behindProxy(TransportKind kind, Limits limits) {
        return Transports.server(kind, limits)
                .trustedProxies(
                        TrustedProxies.of(
                                TrustedProxies.Field.X_FORWARDED_FOR, List.of("127.0.0.1")));
    }

    private static void whoAsks(HttpExchange exchange) {
        exchange.respond(
                exchange.request()
                        .remoteAddress()
                        .getAddress()
                        .getHostAddress()
                        .getBytes(US_ASCII));
    }

    private static String get(String path, String forwardedFor) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: here\r\nX-Forwarded-For: "
                + forwardedFor
                + "\r\n\r\n";
    }

    private static String upgrade(String forwardedFor) {
        return "GET /ws HTTP/1.1\r\nHost: here\r\nX-Forwarded-For: "
                + forwardedFor
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    /// Connections that stay open until the end of a test, which comes before the server's.
    private static final class Connections implements AutoCloseable {
        private final Deque<RawClient> open = new ArrayDeque<>();
        private final Server server;

        Connections(Server server) {
            this.server = server;
        }

        /// With what a request by another connection is answered.
        RawClient.Response answer(String request) throws IOException {
            RawClient client = RawClient.connect(server.port());
            open.add(client);
            return client.send(request).response();
        }

        int status(String request) throws IOException {
            return answer(request).status();
        }

        void closeFirst() throws IOException {
            open.remove().close();
        }

        /// The server sees a little later than we do that somebody has left.
        void awaitStatus(String request, int status) throws IOException {
            long deadline = System.nanoTime() + 30_000_000_000L;
            while (status(request) != status) {
                assertThat(System.nanoTime()).as("a place is freed").isLessThan(deadline);
            }
        }

        @Override
        public void close() throws IOException {
            while (!open.isEmpty()) {
                closeFirst();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void clientsCountByTheirOwnAddress(TransportKind kind) throws Exception {
        try (Server server =
                        behindProxy(kind, Limits.builder().connectionsPerAddress(2).build())
                                .webSocket("/ws", ENDPOINT)
                                .http("/", TrustedProxyTest::whoAsks)
                                .start();
                Connections all = new Connections(server)) {
            assertThat(all.status(upgrade("203.0.113.5"))).isEqualTo(101);
            assertThat(all.status(upgrade("203.0.113.5"))).isEqualTo(101);
            assertThat(all.status(upgrade("203.0.113.5"))).isEqualTo(429);
            assertThat(all.status(get("/", "203.0.113.5"))).isEqualTo(429);
            // What a client puts before its address makes it nobody else.
            assertThat(all.status(upgrade("198.51.100.1, 203.0.113.5"))).isEqualTo(429);
            assertThat(all.status(upgrade("203.0.113.6"))).isEqualTo(101);
            assertThat(all.status(upgrade("203.0.113.6"))).isEqualTo(101);
            all.closeFirst();
            all.awaitStatus(upgrade("203.0.113.5"), 101);
            assertThat(all.status(upgrade("203.0.113.6"))).isEqualTo(429);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duplex.transport.Transports#here")
    void oneConnectionServesManyClients(TransportKind kind) throws Exception {
        try (Server server =
                        behindProxy(kind, Limits.builder().connectionsPerAddress(1).build())
                                .http("/", TrustedProxyTest::whoAsks)
                                .start();
                RawClient proxy = RawClient.connect(server.port())) {
            for (int round = 0; round < 3; round++) {
                for (String client : List.of("203.0.113.5", "203.0.113.6")) {
                    RawClient.Response response = proxy.send(get("/", client)).response();
                    assertThat(response.status()).isEqualTo(200);
                    assertThat(response.body()).isEqualTo(client);
                }
            }
            // Nobody is left counted: others ask for the same clients.
            try (RawClient other = RawClient.connect(server.port())) {
                assertThat(other.send(get("/", "203.0.113.5")).response().status()).isEqualTo(200);
            }
            // And the proxy is nobody's client.
            assertThat(proxy.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n").response().body())
                    .isEqualTo("127.0.0.1");
        }
    }

    @Test
    void whoIsNotTrustedCountsAsItself() throws Exception {
        try (Server server =
                        Transports.server(
                                        TransportKind.NIO,
                                        Limits.builder().connectionsPerAddress(2).build())
                                .http("/", TrustedProxyTest::whoAsks)
                                .start();
                Connections all = new Connections(server)) {
            assertThat(all.answer(get("/", "203.0.113.5")).body()).isEqualTo("127.0.0.1");
            assertThat(all.status(get("/", "203.0.113.6"))).isEqualTo(200);
            assertThat(all.status(get("/", "203.0.113.7"))).isEqualTo(429);
        }
    }

    @Test
    void theProxysConnectionsCountInAll() throws Exception {
        try (Server server =
                        behindProxy(TransportKind.NIO, Limits.builder().connections(2).build())
                                .webSocket("/ws", ENDPOINT)
                                .start();
                Connections all = new Connections(server)) {
            assertThat(all.status(upgrade("203.0.113.5"))).isEqualTo(101);
            assertThat(all.status(upgrade("203.0.113.6"))).isEqualTo(101);
            assertThat(server.connections()).isEqualTo(2);
            assertThat(all.status(upgrade("203.0.113.7"))).isEqualTo(503);
        }
    }

    @Test
    void sessionsOfSockJsToo() throws Exception {
        try (Server server =
                        behindProxy(
                                        TransportKind.NIO,
                                        Limits.builder().detachedSessionsPerAddress(1).build())
                                // The first is there still when the last asks.
                                .sockJs(
                                        "/sockjs",
                                        ENDPOINT,
                                        SockJsOptions.builder()
                                                .disconnectDelay(Duration.ofMinutes(1))
                                                .build())
                                .start();
                Connections all = new Connections(server)) {
            assertThat(all.status(poll("a", "203.0.113.5"))).isEqualTo(200);
            assertThat(all.status(poll("b", "203.0.113.5"))).isEqualTo(429);
            assertThat(all.status(poll("c", "198.51.100.1, 203.0.113.5"))).isEqualTo(429);
            assertThat(all.status(poll("d", "203.0.113.6"))).isEqualTo(200);
        }
    }

    private static String poll(String session, String forwardedFor) {
        return "POST /sockjs/000/"
                + session
                + "/xhr HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\nX-Forwarded-For: "
                + forwardedFor
                + "\r\n\r\n";
    }
}
