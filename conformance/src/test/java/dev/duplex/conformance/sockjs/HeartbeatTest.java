package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What quiet clients get (`h`: "the server must send a heartbeat frame every now and then").
class HeartbeatTest extends OwnServerSuite {
    private static final Duration INTERVAL = Duration.ofMillis(300);

    private final Server server = serve(ECHO, ANY.toBuilder().heartbeatInterval(INTERVAL).build());

    @ParameterizedTest
    @EnumSource(names = {"XHR", "JSONP"})
    @DisplayName("Protocol: a poll that waits is answered with `h` after the interval")
    void endsAPoll(Transport transport) {
        SessionUrl session = service(server).session().open();
        for (int i = 0; i < 3; i++) {
            long before = System.nanoTime();
            session.polls(transport, "h");
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as("not at once, and not after the default of 25 s")
                    .isBetween(INTERVAL.dividedBy(2), Duration.ofSeconds(20));
        }
        session.sends("[\"a\"]");
        session.polls(transport, "a[\"a\"]");
    }

    @ParameterizedTest
    @EnumSource(names = {"XHR_STREAMING", "EVENTSOURCE", "HTMLFILE"})
    @DisplayName("Protocol: a quiet stream gets `h` again and again, and goes on")
    void keepsAStream(Transport transport) {
        SessionUrl session = service(server).session();
        FrameStream stream = session.stream(transport).comes("o").comes("h").comes("h").comes("h");
        session.sends("[\"a\"]");
        String next = stream.next("the message, perhaps behind a heartbeat");
        while (next.equals("h")) {
            next = stream.next("the message, perhaps behind a heartbeat");
        }
        assertThat(next).isEqualTo("a[\"a\"]");
        stream.comes("h");
    }

    @Test
    @DisplayName("Protocol: heartbeats over WebSocket are messages; RawWebsocket: it has none")
    void overWebSocket() {
        RawWebSocket raw = service(server).webSocket("/websocket");
        RawWebSocket peer = service(server).webSocket("/0/0/websocket");
        Expect.message(peer, RawFrame.text("o"));
        for (int i = 0; i < 3; i++) {
            Expect.message(peer, RawFrame.text("h"));
        }
        raw.send(RawFrame.text("first"));
        Expect.message(raw, RawFrame.text("first"));
    }
}
