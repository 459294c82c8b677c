package dev.duplex.conformance.rfc6455;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceSuite;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The opening handshake as the server must answer it (RFC 6455 §4.2).
class OpeningHandshakeTest extends ConformanceSuite {
    OpeningHandshakeTest(Cell cell) {
        super(cell);
    }

    @Test
    @DisplayName(
            "§4.2.2: the server's response is 101, Upgrade: websocket, Connection: Upgrade and the"
                    + " Sec-WebSocket-Accept of the key")
    void answersWithTheAcceptOfTheKey() {
        RawWebSocket peer = connect();
        RawHead head = accepted(peer, handshake("/echo"));
        assertThat(head.all("Upgrade"))
                .as(head.toString())
                .singleElement()
                .asString()
                .isEqualToIgnoringCase("websocket");
        assertThat(head.all("Connection"))
                .as(head.toString())
                .singleElement()
                .asString()
                .isEqualToIgnoringCase("upgrade");
        assertThat(head.all("Sec-WebSocket-Accept"))
                .containsExactly("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        Expect.echo(peer, RawFrame.text("Hello"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAAAAAAAAAAAAAAAAAAAAA==",
                "//////////////////////w=",
                "x3JJHMbDL1EzLkh9GBhXDw==",
                "AQIDBAUGBwgJCgsMDQ4PEA=="
            })
    @DisplayName("§4.2.2 5.4: the accept value is the base64 of the SHA-1 of the key and the GUID")
    void computesTheAcceptOfAnyKey(String key) {
        String sixteen = key.endsWith("==") ? key : "/////////////////////w==";
        RawHead head =
                accepted(connect(), handshake("/echo").replace("Sec-WebSocket-Key: " + sixteen));
        assertThat(head.all("Sec-WebSocket-Accept")).containsExactly(RawHandshake.accept(sixteen));
    }

    @Test
    @DisplayName(
            "RFC 9110 §8.6, RFC 9112 §6.1: a server MUST NOT send Content-Length or"
                    + " Transfer-Encoding in a 1xx response")
    void sendsNoBodyWithTheSwitch() {
        RawHead head = accepted(connect(), handshake("/echo"));
        assertThat(head.all("Content-Length")).isEmpty();
        assertThat(head.all("Transfer-Encoding")).isEmpty();
    }

    @Test
    @DisplayName(
            "§4.2.2: extensions and a subprotocol that nobody asked for are not in the response")
    void offersNothingUnasked() {
        RawHead head = accepted(connect(), handshake("/chat"));
        assertThat(head.all("Sec-WebSocket-Extensions")).isEmpty();
        assertThat(head.all("Sec-WebSocket-Protocol")).isEmpty();
    }

    static Stream<Arguments> tolerated() {
        return Stream.of(
                variant(
                        "Connection is a token list",
                        h -> h.replace("Connection: keep-alive, Upgrade")),
                variant("… in another order", h -> h.replace("Connection: Upgrade, keep-alive")),
                variant("… without spaces", h -> h.replace("Connection: foo,upgrade,bar")),
                variant(
                        "… with empty elements (RFC 9110 §5.6.1.2)",
                        h -> h.replace("Connection: , ,Upgrade,")),
                variant(
                        "… on two lines",
                        h -> h.replace("Connection: keep-alive").with("Connection: Upgrade")),
                variant("… in capitals", h -> h.replace("Connection: UPGRADE")),
                variant("Upgrade in capitals", h -> h.replace("Upgrade: WEBSOCKET")),
                variant("Upgrade in mixed case", h -> h.replace("Upgrade: WebSocket")),
                variant("Upgrade names others too", h -> h.replace("Upgrade: h9c, websocket")),
                variant(
                        "field names in lower case",
                        h -> h.names(name -> name.toLowerCase(Locale.ROOT))),
                variant(
                        "field names in upper case",
                        h -> h.names(name -> name.toUpperCase(Locale.ROOT))),
                variant("the lines reversed", RawHandshake::reversed),
                variant("no space after a colon", h -> h.replace("Sec-WebSocket-Version:13")),
                variant(
                        "white space around a value",
                        h -> h.replace("Sec-WebSocket-Key: \t " + RawHandshake.KEY + " \t")),
                variant("an unknown field", h -> h.with("X-Unknown: 1")),
                variant("an unknown field of 4 KiB", h -> h.with("X-Long: " + "a".repeat(4096))),
                variant("a field without a value", h -> h.with("X-Empty:")),
                variant(
                        "an extension that nobody knows",
                        h -> h.with("Sec-WebSocket-Extensions: x-foo; bar=\"baz\"; q")),
                variant("a cookie", h -> h.with("Cookie: a=b; c=d")),
                variant("a query", h -> h.requestLine("GET /echo?a=b&c=%20 HTTP/1.1")),
                variant(
                        "an absolute target (RFC 9112 §3.2.2)",
                        h -> h.requestLine("GET http://localhost/echo HTTP/1.1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tolerated")
    @DisplayName("§4.2.1: a handshake with everything required, however it is written, is accepted")
    void accepts(String what, Change change) {
        RawWebSocket peer = connect();
        accepted(peer, change.apply(handshake("/echo")));
        Expect.echo(peer, RawFrame.text(what));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    @DisplayName("§4.2.1: a handshake that comes in pieces of any size is the same handshake")
    void acceptsPieces(int size) {
        RawWebSocket peer = connect();
        peer.sendChopped(handshake("/echo").bytes(), size);
        assertThat(peer.readHead().status()).isEqualTo(101);
        Expect.echo(peer, RawFrame.text("after pieces of " + size));
    }

    @Test
    @DisplayName(
            "RFC 9112 §2.2: a server SHOULD ignore at least one empty line before the request line")
    void ignoresAnEmptyLineBefore() {
        RawWebSocket peer = connect();
        peer.send("\r\n".getBytes(StandardCharsets.US_ASCII));
        accepted(peer, handshake("/echo"));
    }

    @ParameterizedTest(name = "offered {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "chat.v1 | chat.v1",
                "chat.v2 | chat.v2",
                "chat.v1, chat.v2 | chat.v2",
                "other, chat.v1,another | chat.v1",
                "other | ''",
                "CHAT.V1 | ''",
                "chat.v | ''",
            })
    @DisplayName(
            "§4.2.2 /subprotocol/: one of those that the client offered, which the server knows, or"
                    + " none")
    void agreesOnASubprotocol(String offered, String agreed) {
        RawHead head =
                accepted(connect(), handshake("/chat").with("Sec-WebSocket-Protocol: " + offered));
        assertThat(head.all("Sec-WebSocket-Protocol"))
                .isEqualTo(agreed.isEmpty() ? List.of() : List.of(agreed));
    }

    @Test
    @DisplayName(
            "§11.3.4: Sec-WebSocket-Protocol MAY appear multiple times in a request, but MUST NOT"
                    + " appear more than once in a response")
    void readsSeveralSubprotocolLines() {
        RawHandshake twoLines =
                handshake("/chat")
                        .with("Sec-WebSocket-Protocol: other")
                        .with("Sec-WebSocket-Protocol: chat.v1");
        assertThat(accepted(connect(), twoLines).all("Sec-WebSocket-Protocol"))
                .containsExactly("chat.v1");
    }

    @ParameterizedTest(name = "{0} from {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/listed | https://good.example | 101",
                "/listed | https://GOOD.example:443 | 101",
                "/listed | https://evil.example | 403",
                "/listed | http://good.example | 403",
                "/listed | https://good.example:8443 | 403",
                "/listed | https://good.example.evil.example | 403",
                "/listed | null | 403",
                "/echo | SAME | 101",
                "/echo | https://evil.example | 403",
                "/echo | null | 403",
                "/any | https://evil.example | 101",
                "/any | null | 101",
            })
    @DisplayName(
            "§4.2.2 /origin/: a server that does not accept the origin MUST return an appropriate HTTP"
                    + " error code (for example, 403 Forbidden)")
    void checksTheOrigin(String path, String origin, int status) {
        String value = origin.equals("SAME") ? (tls() ? "https://" : "http://") + host() : origin;
        RawWebSocket peer = connect();
        RawHead head = answer(peer, handshake(path).with("Origin: " + value));
        if (head.status() != status) {
            throw peer.failure("status " + status, head.toString());
        }
        if (status == 403) {
            assertThat(peer.readBody(head)).containsIgnoringCase("origin");
        }
    }

    @Test
    @DisplayName("§10.2: a client that is no browser sends no Origin, and is let through")
    void letsThroughWithoutOrigin() {
        Expect.echo(open("/listed"), RawFrame.text("no origin"));
    }

    /// A change to a correct handshake.
    interface Change extends java.util.function.UnaryOperator<RawHandshake> {}

    private static Arguments variant(String what, Change change) {
        return arguments(what, change);
    }
}
