package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Connections and requests that come to nothing, and what strangers can make of the labels.
class ConnectionMetricsTest {
    private static final Endpoint SILENT = new Endpoint() {};

    private static int handshake(Running running, RawHandshake handshake) {
        try (RawWebSocket client = RawWebSocket.connect(Running.address(running.server))) {
            return client.send(handshake).readHead().status();
        }
    }

    @Test
    void refusedHandshakesCountByStatus() {
        try (Running running = new Running(server -> server.webSocket("/echo", SILENT))) {
            RawHandshake good = RawHandshake.of(Running.host(running.server), "/echo");
            assertThat(handshake(running, good.with("Origin: https://elsewhere.example")))
                    .isEqualTo(403);
            assertThat(handshake(running, good.replace("Sec-WebSocket-Version: 12")))
                    .isEqualTo(426);
            assertThat(handshake(running, good.replace("Sec-WebSocket-Key: x"))).isEqualTo(400);
            assertThat(handshake(running, good.replace("Sec-WebSocket-Key: y"))).isEqualTo(400);
            Exposition scraped = running.scrape();
            for (String[] expected : new String[][] {{"403", "1"}, {"426", "1"}, {"400", "2"}}) {
                double count = Double.parseDouble(expected[1]);
                assertThat(
                                scraped.value(
                                        "duplex_sessions_refused_total",
                                        "endpoint",
                                        "/echo",
                                        "status",
                                        expected[0]))
                        .isEqualTo(count);
                assertThat(scraped.value("duplex_http_responses_total", "status", expected[0]))
                        .isEqualTo(count);
            }
            assertThat(scraped.sum("duplex_sessions_opened_total")).isZero();
        }
    }

    @Test
    void connectionsOverTheLimitsCountByReason() {
        Limits limits = Limits.builder().connections(2).connectionsPerAddress(2).build();
        try (Running running =
                new Running(server -> server.limits(limits).webSocket("/echo", SILENT))) {
            List<RawWebSocket> open = new ArrayList<>();
            open.add(running.open("/echo"));
            open.add(running.open("/echo"));
            try (RawWebSocket third = RawWebSocket.connect(Running.address(running.server))) {
                assertThat(third.readHead().status()).isEqualTo(503);
            }
            Exposition scraped =
                    running.await(it ->
                            it.value("duplex_connections_refused_total", "reason", "total") == 1);
            assertThat(scraped.value("duplex_connections_refused_total", "reason", "address"))
                    .isZero();
            assertThat(scraped.value("duplex_connections_open")).isEqualTo(2);
            open.forEach(RawWebSocket::reset);
            running.await(it -> it.value("duplex_connections_open") == 0);
        }
    }

    @Test
    void connectionsOfOneAddressCountApart() {
        Limits limits = Limits.builder().connectionsPerAddress(1).build();
        try (Running running =
                        new Running(server -> server.limits(limits).webSocket("/echo", SILENT));
                RawWebSocket open = running.open("/echo");
                RawWebSocket second = RawWebSocket.connect(Running.address(running.server))) {
            assertThat(second.readHead().status()).isEqualTo(429);
            Exposition scraped = running.scrape();
            assertThat(scraped.value("duplex_connections_refused_total", "reason", "address"))
                    .isEqualTo(1);
            open.reset();
        }
    }

    @Test
    void requestsCountByStatusWhateverTheyAskFor() {
        try (Running running =
                new Running(server ->
                        server.http("/fine", exchange -> exchange.respond(new byte[] {'x'}))
                                .http("/odd", exchange -> exchange.status(299).respond(new byte[0]))
                                .http(
                                        "/bad",
                                        _ -> {
                                            throw new IllegalStateException("on purpose");
                                        }))) {
            for (int i = 0; i < 7; i++) {
                assertThat(running.request("GET", "/fine", "").status()).isEqualTo(200);
            }
            assertThat(running.request("GET", "/odd", "").status()).isEqualTo(299);
            assertThat(running.request("GET", "/bad", "").status()).isEqualTo(500);
            for (int i = 0; i < 20; i++) {
                assertThat(running.request("GET", "/no" + i, "").status()).isEqualTo(404);
            }
            assertThat(running.request("GET", "/..", "").status()).isEqualTo(400);
            Exposition scraped = running.scrape();
            assertThat(scraped.value("duplex_http_responses_total", "status", "200")).isEqualTo(7);
            assertThat(scraped.value("duplex_http_responses_total", "status", "299")).isEqualTo(1);
            assertThat(scraped.value("duplex_http_responses_total", "status", "500")).isEqualTo(1);
            assertThat(scraped.value("duplex_http_responses_total", "status", "404")).isEqualTo(20);
            assertThat(scraped.value("duplex_http_responses_total", "status", "400")).isEqualTo(1);
        }
    }

    @Test
    void whatStrangersMakeUpIsNoLabel() {
        try (Running running =
                new Running(server ->
                        server.webSocket("/rooms/{name}", SILENT).sockJs("/sockjs", SILENT))) {
            for (int i = 0; i < 50; i++) {
                running.open("/rooms/stranger" + i).reset();
                running.request("POST", "/sockjs/stranger" + i + "/stranger" + i + "/xhr", "");
                running.request("GET", "/stranger" + i + "\"}", "");
                handshake(
                        running,
                        RawHandshake.of(Running.host(running.server), "/rooms/stranger" + i)
                                .with("Origin: https://stranger" + i + ".example"));
            }
            Exposition scraped = running.await(it -> it.sum("duplex_sessions_opened_total") == 100);
            assertThat(scraped.labelValues("endpoint"))
                    .isEqualTo(Set.of("/rooms/{name}", "/sockjs"));
            scraped.samples()
                    .forEach((name, of) ->
                            assertThat(of.toString()).as(name).doesNotContain("stranger"));
        }
    }
}
