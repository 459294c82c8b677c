package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.WebSocketOptions;
import dev.duplex.channels.Offer;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawWebSocket;
import dev.duplex.websocket.deflate.DeflateOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Sessions over real WebSockets: how many, how much, and how they end.
class SessionMetricsTest {
    private static final String[] ECHO = {"endpoint", "/echo", "transport", "websocket"};

    /// Sends back what comes; does what some words ask for.
    private static final Endpoint ENDPOINT =
            new Endpoint() {
                @Override
                public void onMessage(Session session, Message message) {
                    switch (message.string()) {
                        case "close" -> session.close(new CloseReason(4321, "as you wish"));
                        case "throw" -> throw new IllegalStateException("as you wish");
                        case "room" -> session.subscribe("room");
                        case "stream" -> {
                            try (var writer = session.streamText()) {
                                writer.write("12345".getBytes(StandardCharsets.UTF_8));
                                writer.write("678".getBytes(StandardCharsets.UTF_8));
                            }
                        }
                        default -> session.send(message);
                    }
                }
            };

    private static Running running(Limits limits) {
        return new Running(server ->
                server.limits(limits)
                        .webSocket(
                                "/echo",
                                ENDPOINT,
                                WebSocketOptions.DEFAULT.withDeflate(DeflateOptions.OFF)));
    }

    private static double closed(Exposition scraped, String reason, String code) {
        return scraped.value(
                "duplex_sessions_closed_total",
                "endpoint",
                "/echo",
                "transport",
                "websocket",
                "reason",
                reason,
                "code",
                code);
    }

    /// That the one session of `running` ended so, and only so.
    private static void endsWith(Running running, String reason, String code) {
        Exposition scraped = running.await(it -> it.sum("duplex_sessions_closed_total") > 0);
        assertThat(closed(scraped, reason, code))
                .as("%s", scraped.samples().get("duplex_sessions_closed_total"))
                .isEqualTo(1);
        assertThat(scraped.sum("duplex_sessions_closed_total")).isEqualTo(1);
        assertThat(scraped.value("duplex_sessions_open", ECHO)).isZero();
    }

    @Test
    void everyMessageCountsOnceInAndOnceOut() {
        try (Running running = running(Limits.DEFAULT);
                RawWebSocket first = running.open("/echo");
                RawWebSocket second = running.open("/echo");
                RawWebSocket third = running.open("/echo")) {
            int messages = 500;
            for (RawWebSocket client : new RawWebSocket[] {first, second, third}) {
                for (int i = 0; i < messages; i++) {
                    client.send(RawFrame.text("0123456789"));
                    assertThat(client.readFrame("the echo").text()).isEqualTo("0123456789");
                }
            }
            Exposition scraped =
                    running.await(
                            it -> it.value("duplex_messages_sent_total", ECHO) == 3 * messages);
            assertThat(scraped.value("duplex_messages_received_total", ECHO))
                    .isEqualTo(3 * messages);
            assertThat(scraped.value("duplex_messages_received_bytes_total", ECHO))
                    .isEqualTo(30 * messages);
            assertThat(scraped.value("duplex_messages_sent_bytes_total", ECHO))
                    .isEqualTo(30 * messages);
            assertThat(scraped.value("duplex_sessions_open", ECHO)).isEqualTo(3);
            assertThat(scraped.value("duplex_sessions_opened_total", ECHO)).isEqualTo(3);
            assertThat(scraped.value("duplex_connections_open")).isEqualTo(3);
            assertThat(scraped.value("duplex_connections_accepted_total")).isEqualTo(3);
            assertThat(scraped.value("duplex_http_responses_total", "status", "101")).isEqualTo(3);
        }
    }

    @Test
    void aStreamedMessageCountsOnceWithAllItsPieces() {
        try (Running running = running(Limits.DEFAULT);
                RawWebSocket client = running.open("/echo")) {
            client.send(RawFrame.text("stream"));
            Exposition scraped =
                    running.await(it -> it.value("duplex_messages_sent_total", ECHO) == 1);
            assertThat(scraped.value("duplex_messages_sent_bytes_total", ECHO)).isEqualTo(8);
        }
    }

    @Test
    void publicationsOfRoomsAreMessagesToo() {
        try (Running running = running(Limits.DEFAULT);
                RawWebSocket client = running.open("/echo")) {
            client.send(RawFrame.text("room")).send(RawFrame.text("in"));
            assertThat(client.readFrame("the echo").text()).isEqualTo("in");
            for (int i = 0; i < 10; i++) {
                running.server.hub().publish("room", Message.text("news"));
                assertThat(client.readFrame("the news").text()).isEqualTo("news");
            }
            Exposition scraped =
                    running.await(it -> it.value("duplex_messages_sent_total", ECHO) == 11);
            assertThat(scraped.value("duplex_messages_sent_bytes_total", ECHO)).isEqualTo(42);
        }
    }

    @Test
    void aPeersCloseIsThePeers() {
        try (Running running = running(Limits.DEFAULT);
                RawWebSocket client = running.open("/echo")) {
            client.send(RawFrame.close(1001, ""));
            endsWith(running, "peer", "1001");
        }
    }

    @Test
    void whoIsGoneWithoutAWordIsLost() {
        try (Running running = running(Limits.DEFAULT)) {
            running.open("/echo").reset();
            endsWith(running, "lost", "1006");
        }
    }

    @Test
    void whatTheEndpointClosesIsClosedEvenIfThePeerAnswers() {
        try (Running running = running(Limits.DEFAULT);
                RawWebSocket client = running.open("/echo")) {
            client.send(RawFrame.text("close"));
            assertThat(client.readFrame("its Close").closeCode()).contains(4321);
            client.send(RawFrame.close(4321, ""));
            endsWith(running, "closed", "4xxx");
        }
    }

    @Test
    void whatAnEndpointThrowsHasFailed() {
        try (Running running = running(Limits.DEFAULT);
                RawWebSocket client = running.open("/echo")) {
            client.send(RawFrame.text("throw"));
            assertThat(client.readFrame("its Close").closeCode()).contains(1011);
            client.send(RawFrame.close(1011, ""));
            endsWith(running, "failed", "1011");
        }
    }

    @Test
    void aBrokenFrameIsAgainstTheProtocol() {
        try (Running running = running(Limits.DEFAULT);
                RawWebSocket client = running.open("/echo")) {
            client.send(RawFrame.text("x").withoutMask());
            endsWith(running, "protocol", "1002");
        }
    }

    @Test
    void aMessageTooLargeIsOverALimit() {
        try (Running running = running(Limits.builder().messageBytes(100).build());
                RawWebSocket client = running.open("/echo")) {
            client.send(RawFrame.text("x".repeat(101)));
            endsWith(running, "limit", "1009");
            assertThat(running.scrape().value("duplex_messages_received_total", ECHO)).isZero();
        }
    }

    private static Limits pinging(Duration pongTimeout) {
        return Limits.builder()
                .pingInterval(Duration.ofMillis(50))
                .pongTimeout(pongTimeout)
                .build();
    }

    @Test
    void anAnswerToAPingIsARoundTrip() {
        try (Running running = running(pinging(Duration.ofMinutes(1)));
                RawWebSocket client = running.open("/echo")) {
            RawFrame ping = client.readFrame("a ping");
            assertThat(ping.opcode()).isEqualTo(RawFrame.PING);
            client.send(RawFrame.of(RawFrame.PONG, ping.payload()));
            running.await(it -> it.sum("duplex_round_trip_seconds_count") >= 1);
        }
    }

    @Test
    void whoAnswersNoPingIsSilent() {
        try (Running running = running(pinging(Duration.ofMillis(200)));
                RawWebSocket _ = running.open("/echo")) {
            endsWith(running, "silent", "1006");
            assertThat(running.scrape().sum("duplex_round_trip_seconds_count")).isZero();
        }
    }

    @Test
    void theEndOfTheServerIsShutdown() {
        Metrics metrics = Metrics.builder().jvm(false).build();
        Running running = new Running(metrics, server -> server.webSocket("/echo", ENDPOINT));
        try (RawWebSocket client = running.open("/echo")) {
            Thread closing = Thread.ofVirtual().start(() -> running.server.close());
            assertThat(client.readFrame("its Close").closeCode()).contains(1001);
            client.send(RawFrame.close(1001, ""));
            endsWith(running, "shutdown", "1001");
            closing.interrupt();
        } finally {
            running.close();
        }
    }

    @Test
    void whoDoesNotReadItsRoomIsSlow() {
        Limits limits = Limits.builder().queueBytes(64 << 10).build();
        try (Running running = running(limits);
                RawWebSocket client = RawWebSocket.connect(Running.address(running.server), 4096)) {
            client.send(RawHandshake.of(Running.host(running.server), "/echo"));
            assertThat(client.readHead().status()).isEqualTo(101);
            client.send(RawFrame.text("room")).send(RawFrame.text("in"));
            assertThat(client.readFrame("the echo").text()).isEqualTo("in");
            Message large = Message.binary(new byte[16 << 10]);
            Exposition scraped = running.scrape();
            for (int i = 0;
                    i < 1000 && scraped.value("duplex_send_queue_full_total", ECHO) == 0;
                    i++) {
                running.server.hub().publish("room", large);
                scraped = running.scrape();
            }
            assertThat(scraped.value("duplex_send_queue_full_total", ECHO)).isEqualTo(1);
            client.reset();
            Exposition ended = running.await(it -> it.sum("duplex_sessions_closed_total") == 1);
            // The code is what its endpoint is told: the peer went without a word.
            assertThat(closed(ended, "slow", "1006") + closed(ended, "slow", "1008")).isEqualTo(1);
        }
    }

    @Test
    void aFullQueueCountsEachRefusedMessage() throws Exception {
        Limits limits = Limits.builder().queueBytes(1024).build();
        CompletableFuture<Session> opened = new CompletableFuture<>();
        try (Running running =
                        new Running(server ->
                                server.limits(limits)
                                        .webSocket(
                                                "/echo",
                                                new Endpoint() {
                                                    @Override
                                                    public void onOpen(Session session) {
                                                        opened.complete(session);
                                                    }
                                                },
                                                WebSocketOptions.DEFAULT.withDeflate(
                                                        DeflateOptions.OFF)));
                RawWebSocket client = RawWebSocket.connect(Running.address(running.server), 4096)) {
            client.send(RawHandshake.of(Running.host(running.server), "/echo"));
            assertThat(client.readHead().status()).isEqualTo(101);
            Session session = opened.get();
            int accepted = 0;
            int refused = 0;
            byte[] large = new byte[64 << 10];
            while (refused < 10) {
                switch (session.send(large)) {
                    case ACCEPTED -> accepted++;
                    case FULL -> refused++;
                    case CLOSED -> throw new AssertionError("closed");
                }
            }
            int sent = accepted;
            int full = refused;
            Exposition scraped =
                    running.await(it -> it.value("duplex_messages_sent_total", ECHO) == sent);
            assertThat(scraped.value("duplex_send_queue_full_total", ECHO)).isEqualTo(full);
            Message shared = Message.binary(large);
            session.lane()
                    .execute(() -> {
                        while (session.sendShared(shared) == Offer.ACCEPTED) {
                            // Until it is full.
                        }
                    });
            running.await(it -> it.value("duplex_send_queue_full_total", ECHO) == full + 1);
            client.reset();
        }
    }
}
