package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.RawWebSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A server whose metrics are scraped over a second server, so that scraping does not count itself.
final class Running implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    final Metrics metrics;
    final Server server;
    private final Server scraped;

    Running(UnaryOperator<Server.Builder> with) {
        this(Metrics.builder().jvm(false).build(), with);
    }

    Running(Metrics metrics, UnaryOperator<Server.Builder> with) {
        this.metrics = metrics;
        server = with.apply(local().observer(metrics.server())).start();
        scraped = local().http("/metrics", metrics.handler()).start();
    }

    private static Server.Builder local() {
        return Server.builder().host("127.0.0.1").port(0).eventLoops(2);
    }

    static InetSocketAddress address(Server server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    static String host(Server server) {
        return "127.0.0.1:" + server.port();
    }

    RawWebSocket open(String path) {
        RawWebSocket client = RawWebSocket.connect(address(server));
        client.send(RawHandshake.of(host(server), path));
        assertThat(client.readHead().status()).isEqualTo(101);
        return client;
    }

    /// A request on a connection of its own.
    RawResponse request(String method, String path, String body, String... fields) {
        try (RawWebSocket connection = RawWebSocket.connect(address(server))) {
            RawRequest request = RawRequest.of(method, host(server), path).with(fields);
            return new RawHttp(connection).exchange(body.isEmpty() ? request : request.body(body));
        }
    }

    Exposition scrape() {
        try (RawWebSocket connection = RawWebSocket.connect(address(scraped))) {
            RawResponse response =
                    new RawHttp(connection)
                            .exchange(RawRequest.of("GET", host(scraped), "/metrics"));
            assertThat(response.status()).isEqualTo(200);
            return Exposition.parse(response.body());
        }
    }

    /// Scrapes until it is as expected: what a peer has been told may be counted a moment later. A scrape reads one figure after
    /// the other and is no picture of one moment: returned is the one after it, which has all that was counted before what was
    /// waited for.
    Exposition await(Predicate<Exposition> expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Exposition last = scrape();
        while (!expected.test(last)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not as expected: " + last.samples());
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            last = scrape();
        }
        return scrape();
    }

    @Override
    public void close() {
        server.close(Duration.ofSeconds(2));
        scraped.close(Duration.ofSeconds(2));
    }
}
