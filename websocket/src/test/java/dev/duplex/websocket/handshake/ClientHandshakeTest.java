package dev.duplex.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.websocket.handshake.ClientHandshake.Accepted;
import dev.duplex.websocket.handshake.ClientHandshake.Failed;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6455 §4.1: what the client sends, and what it makes of the answer.
class ClientHandshakeTest {
    private static final Extension LEVEL =
            new Extension("level", List.of(new Extension.Parameter("of", Optional.of("7"))));
    private static final Extension OTHER = new Extension("other", List.of());

    /// Gives the nonce of RFC 6455 §1.3.
    private static final class SampleNonce implements RandomGenerator {
        @Override
        public void nextBytes(byte[] bytes) {
            byte[] nonce = Base64.getDecoder().decode("dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(bytes).hasSameSizeAs(nonce);
            System.arraycopy(nonce, 0, bytes, 0, nonce.length);
        }

        @Override
        public long nextLong() {
            throw new AssertionError("a nonce is asked for as bytes");
        }
    }

    private static final ClientHandshake PLAIN = client(List.of(), List.of());
    private static final ClientHandshake FULL =
            client(List.of("chat", "superchat"), List.of(LEVEL, OTHER));

    private static final HeaderLines GOOD =
            HeaderLines.of(
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

    private static ClientHandshake client(List<String> subprotocols, List<Extension> offers) {
        return new ClientHandshake("server.example.com", subprotocols, offers, new SampleNonce());
    }

    // RFC 6455 §4.1, items 4 to 11
    @Test
    void sendsTheFieldsOfAHandshake() {
        assertThat(PLAIN.requestFields())
                .containsExactly(
                        new HeaderField("Host", "server.example.com"),
                        new HeaderField("Upgrade", "websocket"),
                        new HeaderField("Connection", "Upgrade"),
                        new HeaderField("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                        new HeaderField("Sec-WebSocket-Version", "13"));
        assertThat(FULL.requestFields())
                .startsWith(PLAIN.requestFields().toArray(HeaderField[]::new))
                .endsWith(
                        new HeaderField("Sec-WebSocket-Protocol", "chat, superchat"),
                        new HeaderField("Sec-WebSocket-Extensions", "level; of=7, other"))
                .hasSize(7);
    }

    // RFC 6455 §4.1, item 7: "The nonce MUST be selected randomly for each connection"
    @Test
    void everyHandshakeHasItsOwnKey() {
        Random random = new Random(1);
        List<String> keys = List.of(keyOf(random), keyOf(random), keyOf(random));
        assertThat(keys).doesNotHaveDuplicates().allMatch(HandshakeKey::isValid);
    }

    private static String keyOf(RandomGenerator random) {
        ClientHandshake handshake = new ClientHandshake("a", List.of(), List.of(), random);
        return HeaderLines.of(handshake.requestFields())
                .all("Sec-WebSocket-Key")
                .getFirst()
                .strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nX: y", "\u00E4"})
    void refusesAHostThatWouldBreakTheHeader(String host) {
        assertThatThrownBy(() -> new ClientHandshake(host, List.of(), List.of(), new SampleNonce()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // RFC 6455 §4.1, item 10: the elements "MUST all be unique strings" and tokens
    @Test
    void refusesSubprotocolsThatAreNotDistinctTokens() {
        assertThatThrownBy(() -> client(List.of("chat", "chat"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client(List.of("a,b"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptsTheAnswerOfTheRfc() {
        assertThat(PLAIN.verify(101, GOOD)).isEqualTo(new Accepted(Optional.empty(), List.of()));
        assertThat(FULL.verify(101, GOOD)).isEqualTo(new Accepted(Optional.empty(), List.of()));
    }

    // RFC 6455 §4.1, response item 1: "If the status code received from the server is not 101, the
    // client handles
    // the response per HTTP procedures"
    @ParameterizedTest
    @ValueSource(ints = {100, 102, 200, 301, 401, 426, 503})
    void failsOnAnotherStatus(int status) {
        assertFailed(PLAIN.verify(status, GOOD), "status " + status);
    }

    // Item 2: "If the response lacks an |Upgrade| header field or the |Upgrade| header field
    // contains a value that is
    // not an ASCII case-insensitive match for the value "websocket", the client MUST _Fail the
    // WebSocket Connection_"
    @ParameterizedTest
    @ValueSource(strings = {"", "h2c", "websocket, h2c", "web\u017Focket"})
    void failsOnAnotherUpgrade(String upgrade) {
        assertFailed(PLAIN.verify(101, GOOD.with("Upgrade", upgrade)), "Upgrade");
        assertFailed(PLAIN.verify(101, GOOD.without("Upgrade")), "Upgrade");
    }

    // Item 3: "If the response lacks a |Connection| header field or the |Connection| header field
    // doesn't contain a
    // token that is an ASCII case-insensitive match for the value "Upgrade", the client MUST _Fail
    // ..._"
    @ParameterizedTest
    @ValueSource(strings = {"", "keep-alive", "upgraded"})
    void failsOnAConnectionWithoutUpgrade(String connection) {
        assertFailed(PLAIN.verify(101, GOOD.with("Connection", connection)), "Connection");
        assertFailed(PLAIN.verify(101, GOOD.without("Connection")), "Connection");
    }

    @Test
    void namesAreComparedRegardlessOfCase() {
        assertThat(
                        PLAIN.verify(
                                101,
                                GOOD.with("upgrade", "WebSocket")
                                        .with("CONNECTION", "keep-alive, uPGRADE")))
                .isInstanceOf(Accepted.class);
    }

    // Item 4: lacks the field or its value is "other than the base64-encoded SHA-1 of ..., but
    // ignoring any leading and
    // trailing whitespace"; §11.3.3: it "MUST NOT appear more than once"
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3pPLMBiTxaQ9kYGzzhZRbK+xOo",
                "S3PPLMBITXAQ9KYGZZHZRBK+XOO=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=, x",
                "dGhlIHNhbXBsZSBub25jZQ==",
            })
    void failsOnAWrongAccept(String accept) {
        assertFailed(PLAIN.verify(101, GOOD.with("Sec-WebSocket-Accept", accept)), "Accept");
        assertFailed(PLAIN.verify(101, GOOD.without("Sec-WebSocket-Accept")), "Accept");
        assertFailed(PLAIN.verify(101, GOOD.with("Sec-WebSocket-Accept: " + accept)), "Accept");
    }

    @Test
    void ignoresWhitespaceAroundTheAccept() {
        assertThat(
                        PLAIN.verify(
                                101,
                                GOOD.with(
                                        "Sec-WebSocket-Accept", "\ts3pPLMBiTxaQ9kYGzzhZRbK+xOo= ")))
                .isInstanceOf(Accepted.class);
    }

    // Item 5: "this header field indicates the use of an extension that was not present in the
    // client's handshake (the
    // server has indicated an extension not requested by the client), the client MUST _Fail ..._"
    @ParameterizedTest
    @ValueSource(
            strings = {"mux", "level, mux", "Level", "other, other", "", "level;", "level, level"})
    void failsOnExtensionsNotOffered(String extensions) {
        assertFailed(
                FULL.verify(101, GOOD.with("Sec-WebSocket-Extensions", extensions)), "xtension");
        assertFailed(
                PLAIN.verify(101, GOOD.with("Sec-WebSocket-Extensions", extensions)), "xtension");
    }

    @Test
    void handsOverTheExtensionsAgreedOn() {
        assertThat(FULL.verify(101, GOOD.with("Sec-WebSocket-Extensions", "other, level; of=7")))
                .isEqualTo(new Accepted(Optional.empty(), List.of(OTHER, LEVEL)));
    }

    // Item 6: "this header field indicates the use of a subprotocol that was not present in the
    // client's handshake (the
    // server has indicated a subprotocol not requested by the client), the client MUST _Fail ..._"
    @ParameterizedTest
    @ValueSource(strings = {"", "other", "Chat", "chat, superchat", "chat,"})
    void failsOnASubprotocolNotOffered(String subprotocol) {
        HeaderLines answer = GOOD.with("Sec-WebSocket-Protocol", subprotocol);
        assertFailed(FULL.verify(101, answer), "subprotocol");
        assertFailed(PLAIN.verify(101, answer), "subprotocol");
    }

    @Test
    void handsOverTheSubprotocolAgreedOn() {
        assertThat(FULL.verify(101, GOOD.with("Sec-WebSocket-Protocol", " superchat ")))
                .isEqualTo(new Accepted(Optional.of("superchat"), List.of()));
    }

    // RFC 6455 §11.3.4: "The |Sec-WebSocket-Protocol| header field MUST NOT appear more than once
    // in an HTTP response"
    @Test
    void failsOnTwoSubprotocolFields() {
        assertFailed(
                FULL.verify(
                        101,
                        GOOD.with("Sec-WebSocket-Protocol: chat")
                                .with("Sec-WebSocket-Protocol: chat")),
                "more than one");
    }

    @Test
    void bothSidesOfThisPackageAgree() {
        ServerHandshake.Settings<String> settings =
                new ServerHandshake.Settings<>(
                        List.of("superchat"),
                        offers ->
                                Optional.of(
                                        new ExtensionNegotiator.Agreed<>(
                                                offers.getFirst(), "agreed")));
        HeaderLines request = HeaderLines.of(FULL.requestFields());
        List<HeaderField> response =
                switch (ServerHandshake.respond(
                        new HandshakeRequest("GET", 1, 1, request), settings)) {
                    case ServerHandshake.Accepted<String>(var fields, var _, var _) -> fields;
                    case ServerHandshake.Rejected<String> rejected ->
                            throw new AssertionError(rejected);
                };
        assertThat(FULL.verify(101, HeaderLines.of(response)))
                .isEqualTo(new Accepted(Optional.of("superchat"), List.of(LEVEL)));
    }

    private static void assertFailed(ClientHandshake.Result result, String... words) {
        assertThat(result).isInstanceOf(Failed.class);
        assertThat(((Failed) result).reason()).contains(Arrays.asList(words)).matches("[ -~]+\\.");
    }
}
