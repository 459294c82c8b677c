package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.RawWebSocket;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SockJS over WebSocket (`/*/*/websocket`), and WebSocket without it (`/websocket`).
class WebSocketTransportTest extends SockJsSuite {
    WebSocketTransportTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/0/0/websocket", "/websocket"})
    @DisplayName(
            "WebsocketHttpErrors.test_httpMethod: a plain GET gets 400, `Can \"Upgrade\" only to"
                    + " \"WebSocket\".`")
    void plainGet(String suffix) {
        RawResponse refused = echo().get(suffix);
        Verify.status(refused, 400);
        assertThat(refused.body().strip()).isEqualTo("Can \"Upgrade\" only to \"WebSocket\".");
        RawResponse other = echo().get(suffix, "Upgrade: h2c", "Connection: Upgrade");
        Verify.status(other, 400);
        assertThat(other.body().strip()).isEqualTo("Can \"Upgrade\" only to \"WebSocket\".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/0/0/websocket", "/websocket"})
    @DisplayName(
            "WebsocketHttpErrors.test_invalidConnectionHeader: proxies rewrite Connection; then it is"
                    + " refused with 400")
    void badConnectionHeader(String suffix) {
        RawResponse refused = echo().get(suffix, "Upgrade: WebSocket", "Connection: close");
        Verify.status(refused, 400);
        assertThat(refused.body()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/0/0/websocket", "/websocket"})
    @DisplayName("WebsocketHttpErrors.test_invalidMethod: WebSocket accepts GET only, 405")
    void badMethod(String suffix) {
        Verify.notAllowed(echo().post(suffix, ""), "GET");
        Verify.notAllowed(
                echo().post(suffix, "", "Upgrade: WebSocket", "Connection: Upgrade"), "GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/0/0/websocket", "/websocket"})
    @DisplayName("a service without WebSocket refuses it, and says what it has by other transports")
    void disabled(String suffix) {
        Service disabled = service("disabled_websocket_echo");
        RawWebSocket peer = disabled.connect().connection();
        RawHead head = peer.send(disabled.handshake(suffix)).readHead();
        assertThat(head.status()).as(head.toString()).isBetween(400, 499);
        SessionUrl session = disabled.session().open();
        session.sends("[\"a\"]");
        session.polls("a[\"a\"]");
    }

    @Test
    @DisplayName("Websocket.test_headersSanity: 101 with accept, upgrade, connection; no length")
    void headers() {
        RawWebSocket peer = echo().connect().connection();
        RawHandshake handshake =
                echo().handshake("/000/abc/websocket")
                        .replace("Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==")
                        .with("Sec-WebSocket-Origin: http://asd");
        RawHead head = peer.send(handshake).readHead();
        assertThat(head.status()).as(head.toString()).isEqualTo(101);
        assertThat(head.first("Sec-WebSocket-Accept")).contains("HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
        assertThat(head.first("Connection").orElse("")).isEqualToIgnoringCase("upgrade");
        assertThat(head.first("Upgrade").orElse("")).isEqualToIgnoringCase("websocket");
        assertThat(head.first("Content-Length")).isEmpty();
        Expect.message(peer, RawFrame.text("o"));
    }

    @Test
    @DisplayName("Websocket.test_transport: `o`, then messages in arrays")
    void transport() {
        RawWebSocket peer = open(echo());
        peer.send(RawFrame.text("[\"a\"]"));
        Expect.message(peer, RawFrame.text("a[\"a\"]"));
        peer.send(RawFrame.text("[\"b\",\"c\"]"));
        assertThat(messages(peer, 2)).containsExactly("b", "c");
    }

    @Test
    @DisplayName(
            "Protocol, framing accepted by the server: either single JSON-encoded messages or an array of"
                    + " them, depending on transport")
    void singleMessages() {
        RawWebSocket peer = open(echo());
        peer.send(RawFrame.text("\"a\""));
        Expect.message(peer, RawFrame.text("a[\"a\"]"));
        peer.send(RawFrame.text(" \"\\u0062\" "));
        Expect.message(peer, RawFrame.text("a[\"b\"]"));
        peer.send(RawFrame.text("\"\""));
        Expect.message(peer, RawFrame.text("a[\"\"]"));
    }

    @Test
    @DisplayName("Websocket.test_close: the close frame comes, then the connection is closed")
    void closes() {
        RawWebSocket peer = open(close());
        Expect.message(peer, RawFrame.text("c[3000,\"Go away!\"]"));
        RawFrame close = peer.readFrame("a Close frame");
        assertThat(close.opcode()).as(close.toString()).isEqualTo(RawFrame.CLOSE);
        peer.send(RawFrame.of(RawFrame.CLOSE, close.payload()));
        Expect.end(peer);
    }

    @Test
    @DisplayName("Websocket.test_empty_frame: empty frames and arrays must be ignored")
    void emptyFrames() {
        RawWebSocket peer = open(echo());
        peer.send(RawFrame.text(""), RawFrame.text("[]"), RawFrame.text("[\"a\"]"));
        Expect.message(peer, RawFrame.text("a[\"a\"]"));
    }

    @Test
    @DisplayName(
            "Websocket.test_reuseSessionId: the same id may be used again, at the same time too; its lifetime"
                    + " is the connection's")
    void reusesIds() {
        SessionUrl session = echo().session();
        RawWebSocket first = session.service().webSocket(session.suffix() + "/websocket");
        Expect.message(first, RawFrame.text("o"));
        RawWebSocket second = session.service().webSocket(session.suffix() + "/websocket");
        Expect.message(second, RawFrame.text("o"));
        first.send(RawFrame.text("[\"a\"]"));
        Expect.message(first, RawFrame.text("a[\"a\"]"));
        second.send(RawFrame.text("[\"b\"]"));
        Expect.message(second, RawFrame.text("a[\"b\"]"));
        first.send(RawFrame.close(1000, ""));
        Expect.close(first, 1000);
        RawWebSocket third = session.service().webSocket(session.suffix() + "/websocket");
        Expect.message(third, RawFrame.text("o"));
        third.send(RawFrame.text("[\"c\"]"));
        Expect.message(third, RawFrame.text("a[\"c\"]"));
        // It is no session for the other transports.
        Verify.notFound(session.send("[\"x\"]"));
        session.open();
    }

    @Test
    @DisplayName(
            "Websocket.test_broken_json: the server must abruptly terminate the connection, not wait for the"
                    + " client; nothing of the broken data is delivered")
    void brokenJson() {
        for (String broken :
                List.of(
                        "[\"a",
                        "[\"a\"",
                        "\"a",
                        "a",
                        "{}",
                        "1",
                        "null",
                        "[1]",
                        "[\"a\",2]",
                        "[\"a\"]]",
                        "[\"\\x\"]",
                        "[\"\t\"]",
                        "[[\"a\"]]")) {
            RawWebSocket peer = open(echo());
            peer.send(RawFrame.text(broken));
            peer.sendUntilRefused(RawFrame.text("[\"after\"]").bytes());
            ended(peer);
        }
    }

    @Test
    @DisplayName(
            "RawWebsocket.test_transport: no framing, no open frame; U+FFFF passes; binary too")
    void raw() {
        RawWebSocket peer = echo().webSocket("/websocket");
        Expect.echo(peer, RawFrame.text("Hello world!\uffff"));
        Expect.echo(peer, RawFrame.text(""));
        Expect.echo(peer, RawFrame.text("[\"a\"]"));
        Expect.echo(peer, RawFrame.text("[\"broken"));
        Expect.echo(peer, RawFrame.binary(new byte[] {0, 1, (byte) 0xFF}));
        peer.send(RawFrame.close(1000, ""));
        Expect.close(peer, 1000);
        Expect.cleanEnd(peer);
    }

    @Test
    @DisplayName("RawWebsocket.test_close: the Close frame has the service's code and reason")
    void rawClose() {
        RawWebSocket peer = close().webSocket("/websocket");
        Expect.close(peer, 3000, "Go away!");
        peer.send(RawFrame.close(3000, ""));
        Expect.cleanEnd(peer);
    }

    private static RawWebSocket open(Service service) {
        RawWebSocket peer = service.webSocket(service.session().suffix() + "/websocket");
        Expect.message(peer, RawFrame.text("o"));
        return peer;
    }

    private static List<String> messages(RawWebSocket peer, int count) {
        List<String> messages = new java.util.ArrayList<>();
        while (messages.size() < count) {
            messages.addAll(
                    Frames.messages(Expect.message(peer, "messages after " + messages).text()));
        }
        return messages;
    }

    /// A Close, or none, and then the end; no message before.
    private static void ended(RawWebSocket peer) {
        RawFrame close;
        try {
            close = peer.readFrame("a Close frame or the end");
        } catch (AssertionError end) {
            assertThat(end.getMessage()).containsAnyOf("end of the stream", "reset");
            return;
        }
        if (close.opcode() != RawFrame.CLOSE) {
            throw peer.failure("a Close frame or the end", close.toString());
        }
        Expect.end(peer);
    }
}
