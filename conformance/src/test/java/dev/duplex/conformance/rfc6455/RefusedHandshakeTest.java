package dev.duplex.conformance.rfc6455;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceSuite;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Handshakes that the server must refuse, with an answer that says why (RFC 6455 §4.2.1).
class RefusedHandshakeTest extends ConformanceSuite {
    RefusedHandshakeTest(Cell cell) {
        super(cell);
    }

    static Stream<Arguments> incomplete() {
        return Stream.of(
                bad(
                        "no Sec-WebSocket-Key",
                        "Sec-WebSocket-Key",
                        h -> h.without("Sec-WebSocket-Key")),
                bad("an empty key", "Sec-WebSocket-Key", h -> h.replace("Sec-WebSocket-Key:")),
                bad(
                        "a key of 15 bytes",
                        "Sec-WebSocket-Key",
                        h -> h.replace("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA")),
                bad(
                        "a key of 17 bytes",
                        "Sec-WebSocket-Key",
                        h -> h.replace("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAA=")),
                bad(
                        "a key that is not base64",
                        "Sec-WebSocket-Key",
                        h -> h.replace("Sec-WebSocket-Key: AAAA*AAAAAAAAAAAAAAAAA==")),
                bad(
                        "a key without its padding",
                        "Sec-WebSocket-Key",
                        h -> h.replace("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA")),
                bad(
                        "two keys (§11.3.1)",
                        "Sec-WebSocket-Key",
                        h -> h.with("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==")),
                bad("no Upgrade", "Upgrade", h -> h.without("Upgrade")),
                bad("an Upgrade to something else", "Upgrade", h -> h.replace("Upgrade: h9c")),
                bad(
                        "an Upgrade that begins with it",
                        "Upgrade",
                        h -> h.replace("Upgrade: websockets")),
                bad("no Connection", "Connection", h -> h.without("Connection")),
                bad(
                        "a Connection without Upgrade",
                        "Connection",
                        h -> h.replace("Connection: keep-alive")),
                bad(
                        "a Connection that contains it as a part",
                        "Connection",
                        h -> h.replace("Connection: not-upgrade")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("incomplete")
    @DisplayName(
            "§4.2.1: if the server finds that the client did not send a matching handshake, it MUST stop"
                    + " and return an appropriate HTTP error code (such as 400)")
    void refuses(String what, String named, OpeningHandshakeTest.Change change) {
        RawWebSocket peer = connect();
        RawHead head = answer(peer, change.apply(handshake("/echo")));
        if (head.status() != 400 && head.status() != 426) {
            throw peer.failure("400 or 426 for " + what, head.toString());
        }
        if (head.status() == 426) {
            assertThat(head.all("Upgrade"))
                    .as("RFC 9110 §15.5.22: MUST send an Upgrade field")
                    .isNotEmpty();
        }
        String body = peer.readBody(head);
        if (!body.contains(named)) {
            throw peer.failure("an explanation that names " + named, '"' + body + '"');
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "8", "12", "14", "130", "255"})
    @DisplayName(
            "§4.4: if the server does not support the requested version, it MUST abort with a status such"
                    + " as 426 and a Sec-WebSocket-Version field that names those it understands")
    void namesItsVersion(String version) {
        RawWebSocket peer = connect();
        RawHead head =
                answer(peer, handshake("/echo").replace("Sec-WebSocket-Version: " + version));
        if (head.status() != 426) {
            throw peer.failure("426 Upgrade Required", head.toString());
        }
        assertThat(head.all("Sec-WebSocket-Version")).as(head.toString()).containsExactly("13");
        assertThat(head.all("Upgrade"))
                .as("RFC 9110 §15.5.22: MUST send an Upgrade field")
                .isNotEmpty();
        assertThat(peer.readBody(head)).contains("Sec-WebSocket-Version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "13, 8", "013", "+13", "13.0", "1 3"})
    @DisplayName("§4.2.1: a Sec-WebSocket-Version with the value 13 — anything else is refused")
    void refusesWhatIsNoVersion(String version) {
        refusedAsVersion(handshake("/echo").replace("Sec-WebSocket-Version: " + version));
    }

    @Test
    @DisplayName("§4.2.1: a handshake without Sec-WebSocket-Version is refused")
    void refusesWithoutVersion() {
        refusedAsVersion(handshake("/echo").without("Sec-WebSocket-Version"));
    }

    @Test
    @DisplayName("§11.3.5: Sec-WebSocket-Version MUST NOT appear more than once in a request")
    void refusesTwoVersions() {
        refusedAsVersion(handshake("/echo").with("Sec-WebSocket-Version: 13"));
    }

    private void refusedAsVersion(RawHandshake handshake) {
        RawWebSocket peer = connect();
        RawHead head = answer(peer, handshake);
        if (head.status() != 400 && head.status() != 426) {
            throw peer.failure("400 or 426", head.toString());
        }
        assertThat(peer.readBody(head)).contains("Sec-WebSocket-Version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "HEAD", "DELETE", "OPTIONS", "get"})
    @DisplayName("§4.1: the method of the request MUST be GET")
    void refusesOtherMethods(String method) {
        RawWebSocket peer = connect();
        RawHead head = answer(peer, handshake("/echo").requestLine(method + " /echo HTTP/1.1"));
        if (head.status() < 400 || head.status() > 501) {
            throw peer.failure("a 4xx, such as 405, or 501 for an unknown method", head.toString());
        }
        if (head.status() == 405) {
            assertThat(head.first("Allow")).as("RFC 9110 §15.5.6: MUST send Allow").isPresent();
        }
    }

    @Test
    @DisplayName("§4.1: the HTTP version MUST be at least 1.1")
    void refusesHttp10() {
        RawWebSocket peer = connect();
        RawHead head = answer(peer, handshake("/echo").requestLine("GET /echo HTTP/1.0"));
        if (head.status() < 400 || head.status() > 505) {
            throw peer.failure("an error, such as 400, 426 or 505", head.toString());
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                bad("no Host (§3.2)", "", h -> h.without("Host")),
                bad("two Hosts (§3.2)", "", h -> h.with("Host: other.example")),
                bad("a Host that is none (§3.2)", "", h -> h.replace("Host: a b")),
                bad("white space before a colon (§5.1)", "", h -> h.with("X-Field : 1")),
                bad("a line without a colon", "", h -> h.with("nonsense")),
                bad("a NUL in a value (RFC 9110 §5.5)", "", h -> h.with("X-Field: a\0b")),
                bad("a field without a name", "", h -> h.with(": 1")),
                bad("a request line of one word", "", h -> h.requestLine("GET")),
                bad("no version", "", h -> h.requestLine("GET /echo")),
                bad("a version that is none", "", h -> h.requestLine("GET /echo HTTP/x.y")),
                bad("HTTP/2.0 as text", "", h -> h.requestLine("GET /echo HTTP/2.0")),
                bad("a space in the target", "", h -> h.requestLine("GET /ec ho HTTP/1.1")),
                bad(
                        "a control character in the target",
                        "",
                        h -> h.requestLine("GET /echo\u0001 HTTP/1.1")),
                bad("a target without a slash", "", h -> h.requestLine("GET echo HTTP/1.1")),
                bad("a broken percent-encoding", "", h -> h.requestLine("GET /echo%zz HTTP/1.1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    @DisplayName("RFC 9112: a malformed request is answered with 400 (or another error)")
    void refusesWhatIsNotHttp(String what, String named, OpeningHandshakeTest.Change change) {
        RawWebSocket peer = connect();
        RawHead head = answer(peer, change.apply(handshake("/echo")));
        if (head.status() < 400 || head.status() > 505) {
            throw peer.failure("an error for " + what + named, head.toString());
        }
    }

    @Test
    @DisplayName(
            "RFC 9112 §5.2: a server that receives an obs-fold MUST either reject the message with 400 or"
                    + " replace it with spaces")
    void foldedLinesAreRefusedOrUnfolded() {
        RawWebSocket peer = connect();
        RawHead head = answer(peer, handshake("/echo").with("X-Field: 1\r\n  folded"));
        if (head.status() != 400 && head.status() != 101) {
            throw peer.failure("400, or 101", head.toString());
        }
        RawWebSocket second = connect();
        RawHead folded =
                answer(second, handshake("/echo").replace("Sec-WebSocket-Version: 1\r\n 3"));
        if (folded.status() != 400 && folded.status() != 426) {
            throw second.failure("an error: \"1  3\" is no version", folded.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/", "/echo/", "/echo/more", "/Echo", "/ech"})
    @DisplayName(
            "§4.2.2 /resource name/: if the service is not available, the server MUST send an error"
                    + " such as 404")
    void knowsItsPathsOnly(String path) {
        RawWebSocket peer = connect();
        RawHead head = answer(peer, handshake(path));
        if (head.status() != 404) {
            throw peer.failure("404 Not Found", head.toString());
        }
        assertThat(peer.readBody(head)).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat v1", "chat.v1;q=1", "(chat)", "ch\u00e4t", "\"chat.v1\""})
    @DisplayName("§4.1 10: subprotocol names MUST be non-empty strings of token characters")
    void refusesWhatIsNoSubprotocol(String protocol) {
        RawWebSocket peer = connect();
        RawHead head = answer(peer, handshake("/chat").with("Sec-WebSocket-Protocol: " + protocol));
        if (head.status() != 400) {
            throw peer.failure("400", head.toString());
        }
        assertThat(peer.readBody(head)).contains("Sec-WebSocket-Protocol");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate;",
                "permessage-deflate; =1",
                "permessage-deflate; a=",
                "foo bar",
                "foo; a=\"x",
                "foo; a=\"b c\"",
                ";",
                "foo; a=b=c",
                "f(oo)"
            })
    @DisplayName(
            "§9.1: the recipient of an extension value that does not conform to the ABNF MUST immediately"
                    + " fail the connection")
    void refusesMalformedExtensions(String extensions) {
        RawWebSocket peer = connect();
        RawHead head =
                answer(peer, handshake("/echo").with("Sec-WebSocket-Extensions: " + extensions));
        if (head.status() != 400) {
            throw peer.failure("400", head.toString());
        }
        assertThat(peer.readBody(head)).contains("Sec-WebSocket-Extensions");
    }

    @Test
    @DisplayName("§4.2.2: a refused handshake does not become a WebSocket afterwards")
    void readsNoFramesAfterARefusal() {
        RawWebSocket peer = connect();
        RawHead head = answer(peer, handshake("/echo").without("Sec-WebSocket-Key"));
        assertThat(head.status()).isBetween(400, 499);
        peer.readBody(head);
        peer.sendUntilRefused(RawFrame.text("Hello").bytes());
        peer.sendUntilRefused("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        // Bytes of a frame are no request: either an error comes, or the end.
        try {
            RawHead second = peer.readHead();
            assertThat(second.status()).isBetween(400, 499);
        } catch (AssertionError none) {
            // Over TLS what was sent after the end may have broken the connection.
            assertThat(none.getMessage()).containsAnyOf("the end of the stream", "a reset");
        }
    }

    private static Arguments bad(String what, String named, OpeningHandshakeTest.Change change) {
        return arguments(what, named, change);
    }
}
