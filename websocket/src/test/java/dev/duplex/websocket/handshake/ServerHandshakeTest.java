package dev.duplex.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.websocket.handshake.ServerHandshake.Accepted;
import dev.duplex.websocket.handshake.ServerHandshake.Rejected;
import dev.duplex.websocket.handshake.ServerHandshake.Settings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6455 §4.2: what the server reads and what it answers.
class ServerHandshakeTest {
    /// The request of RFC 6455 §1.3.
    private static final HeaderLines GOOD =
            HeaderLines.of(
                    "Host: server.example.com",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version: 13");

    /// Agrees to an extension `level` with whatever its first parameter says.
    private static final ExtensionNegotiator<Integer> LEVEL =
            offers ->
                    offers.stream()
                            .filter(offer -> offer.name().equals("level"))
                            .findFirst()
                            .map(offer ->
                                    new ExtensionNegotiator.Agreed<>(
                                            offer,
                                            Integer.valueOf(
                                                    offer.parameters()
                                                            .getFirst()
                                                            .value()
                                                            .orElseThrow())));

    private static final Settings<Integer> SETTINGS =
            new Settings<>(List.of("superchat", "chat"), LEVEL);

    // RFC 6455 §4.2.2, item 5: status line, Upgrade, Connection, Sec-WebSocket-Accept; §1.3 has the
    // figures
    @Test
    void answersTheHandshakeOfTheRfc() {
        assertThat(accept(GOOD))
                .isEqualTo(
                        new Accepted<>(
                                List.of(
                                        new HeaderField("Upgrade", "websocket"),
                                        new HeaderField("Connection", "Upgrade"),
                                        new HeaderField(
                                                "Sec-WebSocket-Accept",
                                                "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")),
                                Optional.empty(),
                                Optional.empty()));
    }

    // RFC 6455 §4.1, item 2: "The method of the request MUST be GET"; the method is case-sensitive
    // (RFC 9110 §9.1)
    @ParameterizedTest
    @ValueSource(strings = {"POST", "HEAD", "OPTIONS", "CONNECT", "get", ""})
    void refusesOtherMethods(String method) {
        Rejected<Integer> rejected = reject(new HandshakeRequest(method, 1, 1, GOOD));
        assertThat(rejected.status()).isEqualTo(405);
        // RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field in a 405
        // response"
        assertThat(rejected.fields()).containsExactly(new HeaderField("Allow", "GET"));
    }

    // RFC 6455 §4.1, item 2: "the HTTP version MUST be at least 1.1"
    @ParameterizedTest
    @CsvSource({"1, 0", "0, 9"})
    void refusesOlderHttp(int major, int minor) {
        assertThat(reject(new HandshakeRequest("GET", major, minor, GOOD)).status()).isEqualTo(400);
    }

    // RFC 6455 §4.2.1, item 1: "An HTTP/1.1 or higher GET request"
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 0"})
    void takesNewerHttp(int major, int minor) {
        assertThat(
                        ServerHandshake.respond(
                                new HandshakeRequest("GET", major, minor, GOOD), SETTINGS))
                .isInstanceOf(Accepted.class);
    }

    // RFC 6455 §4.2.1, item 2: "A |Host| header field containing the server's authority"; RFC 9112
    // §3.2:
    // 400 "to any HTTP/1.1 request message that lacks a Host header field and to any ... more than
    // one"
    @Test
    void requiresOneHost() {
        for (HeaderLines fields :
                List.of(
                        GOOD.without("Host"),
                        GOOD.with("Host", " "),
                        GOOD.with("Host: other.example.com"))) {
            assertThat(reject(fields).status()).isEqualTo(400);
        }
    }

    // RFC 6455 §4.2.1, item 3: "An |Upgrade| header field containing the value "websocket", treated
    // as an
    // ASCII case-insensitive value"; RFC 9110 §7.8: it is a list
    @ParameterizedTest
    @ValueSource(
            strings = {"WebSocket", "WEBSOCKET", "h2c, websocket", "websocket,", " websocket\t"})
    void findsWebSocketInUpgrade(String upgrade) {
        accept(GOOD.with("Upgrade", upgrade));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h2c",
                "websockets",
                "websocket/13",
                "\"websocket\"",
                "web\u017Focket",
                "web socket"
            })
    void asksForTheUpgradeWhereItIsMissing(String upgrade) {
        for (HeaderLines fields : List.of(GOOD.with("Upgrade", upgrade), GOOD.without("Upgrade"))) {
            Rejected<Integer> rejected = reject(fields);
            assertThat(rejected.status()).isEqualTo(426);
            // RFC 9110 §15.5.22: "The server MUST send an Upgrade header field in a 426 response";
            // §7.8:
            // "A sender of Upgrade MUST also send an "Upgrade" connection option"
            assertThat(rejected.fields())
                    .containsExactly(
                            new HeaderField("Upgrade", "websocket"),
                            new HeaderField("Connection", "Upgrade"));
        }
    }

    // RFC 6455 §4.2.1, item 4: "A |Connection| header field that includes the token "Upgrade",
    // treated as an
    // ASCII case-insensitive value"
    @ParameterizedTest
    @ValueSource(
            strings = {
                "upgrade",
                "UPGRADE",
                "keep-alive, Upgrade",
                "Upgrade , HTTP2-Settings",
                ",upgrade"
            })
    void findsUpgradeInConnection(String connection) {
        accept(GOOD.with("Connection", connection));
        accept(GOOD.with("Connection", "keep-alive").with("Connection: " + connection));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "keep-alive", "close", "upgrades", "keep-alive upgrade", "\"upgrade\""})
    void refusesAConnectionWithoutUpgrade(String connection) {
        assertThat(reject(GOOD.with("Connection", connection)).status()).isEqualTo(400);
        assertThat(reject(GOOD.without("Connection")).status()).isEqualTo(400);
    }

    // RFC 6455 §4.2.1, item 5: "A |Sec-WebSocket-Key| header field with a base64-encoded value
    // that, when
    // decoded, is 16 bytes in length"
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAA=AAAAAAAAAA==",
                "AAAAAAAAAAAAAAAAAAAA====",
                "AAAAAAAAAAAAAAAAAAAAA===",
                "AAAAAAAAAAAAAAAAAAAA-A==",
                "AAAAAAAAAA AAAAAAAAAAA==",
                "AAAAAAAAAA\u00E4AAAAAAAAAAA==",
                "AAAAAAAAAAAAAAAAAAAAAA==, AAAAAAAAAAAAAAAAAAAAAA==",
            })
    void refusesAKeyThatIsNot16BytesInBase64(String key) {
        assertThat(reject(GOOD.with("Sec-WebSocket-Key", key)).status()).isEqualTo(400);
    }

    // RFC 6455 §11.3.1: "The |Sec-WebSocket-Key| header field MUST NOT appear more than once in an
    // HTTP request"
    @Test
    void requiresOneKey() {
        assertThat(reject(GOOD.without("Sec-WebSocket-Key")).status()).isEqualTo(400);
        assertThat(reject(GOOD.with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")).status())
                .isEqualTo(400);
    }

    // RFC 6455 §4.2.2, item 4: if the version "does not match a version understood by the server,
    // the server
    // MUST abort ... and send an appropriate HTTP error code (such as 426 Upgrade Required) and a
    // |Sec-WebSocket-Version| header field indicating the version(s) the server is capable of
    // understanding"
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "0", "7", "8", "12", "14", "25", "013", "13.0", "+13", "13, 8", "8, 13", "x"
            })
    void answersOtherVersionsWithOurs(String version) {
        for (HeaderLines fields :
                List.of(
                        GOOD.with("Sec-WebSocket-Version", version),
                        GOOD.with("Sec-WebSocket-Version: " + version),
                        GOOD.with("Sec-WebSocket-Version", version).without("Sec-WebSocket-Key"),
                        GOOD.without("Sec-WebSocket-Version"))) {
            Rejected<Integer> rejected = reject(fields);
            assertThat(rejected.status()).isEqualTo(426);
            assertThat(rejected.fields())
                    .containsExactly(
                            new HeaderField("Upgrade", "websocket"),
                            new HeaderField("Connection", "Upgrade"),
                            new HeaderField("Sec-WebSocket-Version", "13"));
        }
    }

    // RFC 6455 §4.2.2, item 5.5: the value chosen is "from the client's handshake" or there is
    // none; which one is
    // the server's choice, by its own order
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "chat ! chat",
                "chat, superchat ! superchat",
                "superchat,chat ! superchat",
                "x, chat, y ! chat",
                "x ! ",
                "Chat ! ",
                ", chat, ! chat",
            })
    void agreesOnItsFirstSubprotocolThatIsOffered(String offer, String agreed) {
        Accepted<Integer> accepted = accept(GOOD.with("Sec-WebSocket-Protocol", offer));
        assertThat(accepted.subprotocol()).isEqualTo(Optional.ofNullable(agreed));
        assertThat(HeaderLines.of(accepted.fields()).all("Sec-WebSocket-Protocol"))
                .map(String::strip)
                .isEqualTo(Optional.ofNullable(agreed).stream().toList());
    }

    // RFC 6455 §11.3.4: "The |Sec-WebSocket-Protocol| header field MAY appear multiple times in an
    // HTTP request
    // (which is logically the same as a single ... field that contains all values)"
    @Test
    void takesSubprotocolsFromSeveralLines() {
        HeaderLines fields =
                GOOD.with("Sec-WebSocket-Protocol: x, chat")
                        .with("Sec-WebSocket-Protocol: superchat");
        assertThat(accept(fields).subprotocol()).contains("superchat");
        assertThat(reject(fields.with("Sec-WebSocket-Protocol: chat")).status()).isEqualTo(400);
    }

    // RFC 6455 §4.1, item 10: "The elements that comprise this value MUST be non-empty strings with
    // characters in
    // the range U+0021 to U+007E not including separator characters ... and MUST all be unique
    // strings"
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "chat, chat",
                "chat;x",
                "a/b",
                "a b",
                "\"chat\"",
                "ch\u00E4t",
                "a@b",
                "a\u0001"
            })
    void refusesSubprotocolsThatAreNotDistinctTokens(String offer) {
        assertThat(reject(GOOD.with("Sec-WebSocket-Protocol", offer)).status()).isEqualTo(400);
    }

    // RFC 6455 §4.2.2, item 5.6: "/extensions/ ... values MUST be from the client's handshake"
    @Test
    void sendsWhatTheNegotiatorAgreed() {
        Accepted<Integer> accepted =
                accept(
                        GOOD.with("Sec-WebSocket-Extensions: other; x")
                                .with("Sec-WebSocket-Extensions: level; of=\"7\", level; of=8"));
        assertThat(accepted.extension()).contains(7);
        assertThat(accepted.fields())
                .endsWith(new HeaderField("Sec-WebSocket-Extensions", "level; of=7"));
        assertThat(accept(GOOD.with("Sec-WebSocket-Extensions", "other"))).isEqualTo(accept(GOOD));
    }

    // RFC 6455 §9.1: "If a value is received by either the client or the server during negotiation
    // that does not
    // conform to the ABNF below, the recipient of such malformed data MUST immediately _Fail the
    // WebSocket
    // Connection_"
    @ParameterizedTest
    @ValueSource(strings = {"", ",", "level; of=", "level; of=\"7", "level of=7"})
    void refusesMalformedExtensions(String line) {
        assertThat(reject(GOOD.with("Sec-WebSocket-Extensions", line)).status()).isEqualTo(400);
    }

    @Test
    void knowsWhoAsksForWebSocketAtAll() {
        assertThat(ServerHandshake.isRequested(new HandshakeRequest("GET", 1, 1, GOOD))).isTrue();
        assertThat(
                        ServerHandshake.isRequested(
                                new HandshakeRequest(
                                        "GET", 1, 1, HeaderLines.of("Upgrade: a, WebSocket"))))
                .isTrue();
        assertThat(ServerHandshake.isRequested(new HandshakeRequest("POST", 1, 1, GOOD))).isFalse();
        assertThat(
                        ServerHandshake.isRequested(
                                new HandshakeRequest("GET", 1, 1, GOOD.without("Upgrade"))))
                .isFalse();
    }

    @Test
    void settingsRefuseSubprotocolsThatNobodyMayOffer() {
        for (List<String> names : List.of(List.of("a b"), List.of(""), List.of("a", "a"))) {
            assertThatThrownBy(() -> new Settings<>(names, ExtensionNegotiator.<Integer>none()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Accepted<Integer> accept(HeaderLines fields) {
        return switch (ServerHandshake.respond(
                new HandshakeRequest("GET", 1, 1, fields), SETTINGS)) {
            case Accepted<Integer> accepted -> accepted;
            case Rejected<Integer> rejected -> throw new AssertionError(rejected);
        };
    }

    private static Rejected<Integer> reject(HeaderLines fields) {
        return reject(new HandshakeRequest("GET", 1, 1, fields));
    }

    private static Rejected<Integer> reject(HandshakeRequest request) {
        return switch (ServerHandshake.respond(request, SETTINGS)) {
            case Accepted<Integer> accepted -> throw new AssertionError(accepted);
            case Rejected<Integer> rejected -> {
                assertThat(rejected.explanation()).matches("[A-Z][ -~]+\\.");
                yield rejected;
            }
        };
    }
}
