package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Origins;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawWebSocket;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The sessions of SockJS, each under the transport that it began with.
class SockJsMetricsTest {
    /// After which a session without a receiver ends where that is waited for.
    private static final Duration SOON = Duration.ofMillis(200);

    private static final Endpoint ECHO =
            new Endpoint() {
                @Override
                public void onMessage(Session session, Message message) {
                    session.send(message);
                }
            };

    /// Sessions live on for a minute without a receiver.
    private static Running running(Limits limits) {
        return running(limits, Duration.ofMinutes(1));
    }

    private static Running running(Limits limits, Duration disconnectDelay) {
        return new Running(server ->
                server.limits(limits)
                        .sockJs(
                                "/echo",
                                ECHO,
                                SockJsOptions.builder()
                                        .origins(Origins.any())
                                        .disconnectDelay(disconnectDelay)
                                        .build()));
    }

    /// How each transport's receiver asks, and what the transport is called.
    private static Stream<Arguments> transports() {
        return Stream.of(
                arguments("POST", "xhr", "xhr-polling"),
                arguments("POST", "xhr_streaming", "xhr-streaming"),
                arguments("GET", "eventsource", "eventsource"),
                arguments("GET", "htmlfile?c=callback", "htmlfile"),
                arguments("GET", "jsonp?c=callback", "jsonp-polling"));
    }

    /// Begins to receive a session's messages on that connection.
    private static RawHttp receives(
            Running running, RawWebSocket receiving, String method, String url) {
        RawHttp receiver = new RawHttp(receiving);
        receiver.send(
                RawRequest.of(method, Running.host(running.server), "/echo/000/session/" + url));
        return receiver;
    }

    @ParameterizedTest
    @MethodSource("transports")
    void everyMessageOfEachTransportCounts(String method, String url, String transport) {
        String[] labels = {"endpoint", "/echo", "transport", transport};
        try (Running running = running(Limits.DEFAULT);
                RawWebSocket receiving = RawWebSocket.connect(Running.address(running.server))) {
            receives(running, receiving, method, url);
            running.await(it -> it.value("duplex_sessions_open", labels) == 1);
            for (int i = 0; i < 10; i++) {
                assertThat(
                                running.request(
                                                "POST",
                                                "/echo/000/session/xhr_send",
                                                "[\"four\",\"five!\"]")
                                        .status())
                        .isEqualTo(204);
            }
            Exposition scraped =
                    running.await(it -> it.value("duplex_messages_sent_total", labels) == 20);
            assertThat(scraped.value("duplex_messages_received_total", labels)).isEqualTo(20);
            assertThat(scraped.value("duplex_messages_received_bytes_total", labels)).isEqualTo(90);
            assertThat(scraped.value("duplex_messages_sent_bytes_total", labels)).isEqualTo(90);
            receiving.reset();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void theEndOfEachTransportCounts(String method, String url, String transport) {
        String[] labels = {"endpoint", "/echo", "transport", transport};
        try (Running running = running(Limits.DEFAULT, SOON);
                RawWebSocket receiving = RawWebSocket.connect(Running.address(running.server))) {
            RawHttp receiver = receives(running, receiving, method, url);
            assertThat(receiver.readHead().status()).isEqualTo(200);
            receiving.reset();
            Exposition ended = running.await(it -> it.sum("duplex_sessions_closed_total") == 1);
            assertThat(ended.value("duplex_sessions_open", labels)).isZero();
            assertThat(ended.labelValues("code"))
                    .as("of failures there are none, but their number")
                    .containsExactly("1006", "1011");
            assertThat(ended.labelValues("reason")).containsAnyOf("lost", "silent");
        }
    }

    @Test
    void aSessionOnAWebSocketIsOneSession() {
        String[] labels = {"endpoint", "/echo", "transport", "sockjs-websocket"};
        try (Running running = running(Limits.DEFAULT);
                RawWebSocket client = running.open("/echo/000/session/websocket")) {
            assertThat(client.readFrame("the open frame").text()).isEqualTo("o");
            for (int i = 0; i < 10; i++) {
                client.send(RawFrame.text("[\"four\",\"five!\"]"));
                assertThat(client.readFrame("the first").text()).isEqualTo("a[\"four\"]");
                assertThat(client.readFrame("the second").text()).isEqualTo("a[\"five!\"]");
            }
            Exposition scraped =
                    running.await(it -> it.value("duplex_messages_sent_total", labels) == 20);
            assertThat(scraped.value("duplex_messages_received_total", labels)).isEqualTo(20);
            assertThat(scraped.value("duplex_messages_sent_bytes_total", labels)).isEqualTo(90);
            // Its frames are messages of a WebSocket too, which are not counted again.
            assertThat(scraped.sum("duplex_messages_sent_total")).isEqualTo(20);
            assertThat(scraped.sum("duplex_sessions_opened_total")).isEqualTo(1);
            client.send(RawFrame.text("[broken"));
            Exposition ended = running.await(it -> it.sum("duplex_sessions_closed_total") == 1);
            assertThat(
                            ended.value(
                                    "duplex_sessions_closed_total",
                                    "endpoint",
                                    "/echo",
                                    "transport",
                                    "sockjs-websocket",
                                    "reason",
                                    "protocol",
                                    "code",
                                    "1007"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aWebSocketWithoutSockJsOnItCountsAsWhatItIs() {
        try (Running running = running(Limits.DEFAULT);
                RawWebSocket client = running.open("/echo/websocket")) {
            client.send(RawFrame.text("x"));
            assertThat(client.readFrame("the echo").text()).isEqualTo("x");
            running.await(it ->
                    it.value(
                                    "duplex_messages_sent_total",
                                    "endpoint",
                                    "/echo",
                                    "transport",
                                    "websocket")
                            == 1);
        }
    }

    @Test
    void foreignPagesAreRefused() {
        try (Running running = new Running(server -> server.sockJs("/echo", ECHO))) {
            String foreign = "Origin: https://elsewhere.example";
            assertThat(running.request("POST", "/echo/000/one/xhr", "", foreign).status())
                    .isEqualTo(403);
            assertThat(running.request("GET", "/echo/000/one/htmlfile?c=callback", "").status())
                    .isEqualTo(403);
            assertThat(
                            running.scrape()
                                    .value(
                                            "duplex_sessions_refused_total",
                                            "endpoint",
                                            "/echo",
                                            "status",
                                            "403"))
                    .isEqualTo(2);
        }
    }

    @Test
    void sessionsForWhichThereIsNoRoomAreRefused() {
        try (Running running = running(Limits.builder().detachedSessions(1).build())) {
            assertThat(running.request("POST", "/echo/000/one/xhr", "").status()).isEqualTo(200);
            assertThat(running.request("POST", "/echo/000/two/xhr", "").status()).isEqualTo(503);
            assertThat(
                            running.scrape()
                                    .value(
                                            "duplex_sessions_refused_total",
                                            "endpoint",
                                            "/echo",
                                            "status",
                                            "503"))
                    .isEqualTo(1);
        }
    }

    @Test
    void whoDoesNotComeBackIsSilent() {
        try (Running running = running(Limits.DEFAULT, SOON)) {
            assertThat(running.request("POST", "/echo/000/one/xhr", "").body()).isEqualTo("o\n");
            Exposition ended = running.await(it -> it.sum("duplex_sessions_closed_total") == 1);
            assertThat(ended.labelValues("reason"))
                    .containsExactlyInAnyOrder("silent", "failed", "total", "address", "closing");
        }
    }
}
