package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How much a client may send each second.
class SockJsRatesTest extends OwnServerSuite {
    private final Recorder endpoint = new Recorder();

    @ParameterizedTest
    @ValueSource(strings = {"xhr_send", "websocket"})
    @DisplayName(
            "messagesPerSecond: more messages than that, in however few bodies, end it with 1008")
    void messageRate(String by) throws InterruptedException {
        Server server = serve(endpoint, ANY, Limits.builder().messagesPerSecond(5).build());
        StringBuilder body = new StringBuilder("[\"0\"");
        for (int i = 1; i < 40; i++) {
            body.append(",\"").append(i).append('"');
        }
        rate(server, by, body.append(']').toString());
        for (int i = 0; i < 10; i++) {
            assertThat(endpoint.message()).isEqualTo(Integer.toString(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xhr_send", "websocket"})
    @DisplayName("bytesPerSecond: more bytes than that end the session with 1008")
    void byteRate(String by) throws InterruptedException {
        Server server = serve(endpoint, ANY, Limits.builder().bytesPerSecond(1000).build());
        String message = "\"" + "x".repeat(500) + "\"";
        rate(server, by, "[" + (message + ",").repeat(30) + message + "]", "[" + message + "]");
    }

    private void rate(Server server, String by, String... bodies) throws InterruptedException {
        if (by.equals("websocket")) {
            RawWebSocket peer = service(server).webSocket("/0/0/websocket");
            for (String body : bodies) {
                peer.sendUntilRefused(RawFrame.text(body).bytes());
            }
            int code = 0;
            while (code == 0) {
                RawFrame frame = peer.readFrame("c[1008,…] or Close 1008");
                code =
                        frame.opcode() == RawFrame.CLOSE
                                ? frame.closeCode().orElse(1005)
                                : frame.text().startsWith("c") ? Frames.closeCode(frame.text()) : 0;
            }
            assertThat(code).isEqualTo(1008);
        } else {
            SessionUrl session = service(server).session().open();
            for (String body : bodies) {
                session.send(body);
            }
            assertThat(Frames.closeCode(session.closeFrame())).isEqualTo(1008);
        }
        assertThat(endpoint.closed().code()).isEqualTo(1008);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", " [ ] ", ""})
    @DisplayName("messagesPerSecond over WebSocket: a frame without messages counts as one")
    void framesWithoutMessages(String frame) throws InterruptedException {
        Server server = serve(endpoint, ANY, Limits.builder().messagesPerSecond(5).build());
        rate(server, "websocket", Collections.nCopies(1000, frame).toArray(String[]::new));
        endpoint.noMessage();
    }

    @Test
    @DisplayName(
            "bytesPerSecond over WebSocket: what is in frames beside messages counts too, ten to one")
    void framesOfSpaces() throws InterruptedException {
        Server server = serve(endpoint, ANY, Limits.builder().bytesPerSecond(1000).build());
        String spaces = "[" + " ".repeat(30_000) + "]";
        rate(server, "websocket", spaces, spaces);
        endpoint.noMessage();
    }

    @Test
    @DisplayName(
            "bytesPerSecond, messagesPerSecond over WebSocket: escapes and brackets cost nothing")
    void escapesCostNothing() throws InterruptedException {
        Server server =
                serve(
                        endpoint,
                        ANY,
                        Limits.builder().bytesPerSecond(50).messagesPerSecond(50).build());
        RawWebSocket peer = service(server).webSocket("/0/0/websocket");
        Expect.message(peer, RawFrame.text("o"));
        for (int i = 0; i < 100; i++) {
            peer.send(RawFrame.text("[\"\\u0061\"]"));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(endpoint.message()).isEqualTo("a");
        }
        endpoint.noneClosed();
    }
}
