package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every character from the browser to the server and back (section "JSON Unicode Encoding").
class JsonEncodingTest extends SockJsSuite {
    JsonEncodingTest(Cell cell) {
        super(cell);
    }

    @Test
    @DisplayName(
            "JSONEncoding.test_xhr_server_encodes: the server encodes at least what it is supposed to, as"
                    + " four small hexadecimal digits")
    void serverEncodes() {
        String killer = units(255, JsonEncodingTest::escapedByServer);
        SessionUrl session = echo().session().open();
        session.sends("[\"" + killer + "\"]");
        session.polls("a[\"" + escaped(killer) + "\"]");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("JSONEncoding: no transport lets through what its server must escape")
    void everyTransportEncodes(Transport transport) {
        String killer = units(0, JsonEncodingTest::escapedByServer);
        SessionUrl session = echo().session().open();
        session.sends("[\"" + escaped(killer) + "\"]");
        String came =
                transport.streams()
                        ? session.stream(transport).http().readChunk("it").orElseThrow()
                        : session.receive(transport).body();
        // Line ends around the frame are the transport's own.
        assertThat(
                        came.chars()
                                .filter(JsonEncodingTest::escapedByServer)
                                .filter(unit -> unit >= 0x20))
                .isEmpty();
        String frame = transport.unwrapped(came);
        assertThat(frame.chars().filter(JsonEncodingTest::escapedByServer)).isEmpty();
        assertThat(Frames.messages(frame)).containsExactly(killer);
    }

    @Test
    @DisplayName("JSONEncoding: over WebSocket the same is escaped")
    void webSocketEncodes() {
        String killer = units(0, JsonEncodingTest::escapedByServer);
        RawWebSocket peer = echo().webSocket(echo().session().suffix() + "/websocket");
        Expect.message(peer, RawFrame.text("o"));
        peer.send(RawFrame.text("[\"" + escaped(killer) + "\"]"));
        String frame = Expect.message(peer, "the echo").text();
        assertThat(frame.chars().filter(JsonEncodingTest::escapedByServer)).isEmpty();
        assertThat(Frames.messages(frame)).containsExactly(killer);
    }

    @Test
    @DisplayName("JSONEncoding.test_xhr_server_decodes: every code unit, escaped, is decoded")
    void serverDecodesEscapes() {
        String all = units(0, JsonEncodingTest::whole);
        SessionUrl session = echo().session().open();
        session.sends("[\"" + escaped(all) + "\"]");
        assertThat(session.messages()).containsExactly(all);
        session.sends(
                "[\""
                        + escaped(all).toUpperCase(java.util.Locale.ROOT).replace("\\U", "\\u")
                        + "\"]");
        assertThat(session.messages()).containsExactly(all);
    }

    @Test
    @DisplayName("RFC 8259 §7: every character but those that must be escaped may stand for itself")
    void serverTakesRawCharacters() {
        String all = units(0, JsonEncodingTest::whole);
        SessionUrl session = echo().session().open();
        session.sends("[" + Json.quoted(all) + "]");
        assertThat(session.messages()).containsExactly(all);
    }

    @Test
    @DisplayName("RFC 8259 §7: the eight short escapes")
    void shortEscapes() {
        SessionUrl session = echo().session().open();
        session.sends("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]");
        assertThat(session.messages()).containsExactly("\"\\/\b\f\n\r\t");
    }

    @Test
    @DisplayName(
            "RFC 8259 §7: characters outside the BMP come as they are, or as a pair of escapes; all planes")
    void astralCharacters() {
        String astral =
                IntStream.rangeClosed(1, 16)
                        .flatMap(plane ->
                                IntStream.of(
                                        plane << 16,
                                        (plane << 16) + 0xF4A9,
                                        (plane << 16) + 0xFFFF))
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        SessionUrl session = echo().session().open();
        session.sends("[\"" + astral + "\"]");
        assertThat(session.messages()).containsExactly(astral);
        session.sends("[\"" + escaped(astral) + "\"]");
        assertThat(session.messages()).containsExactly(astral);
        FrameStream page = session.stream(Transport.HTMLFILE);
        session.sends("[\"" + astral + "\"]");
        assertThat(page.messages(1)).containsExactly(astral);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00",
                "\\uDBFF",
                "\\uDFFF",
                "\\ud83d\\ud83d\\udca9",
                "\\udca9\\ud83d",
                "\\ud83dx",
                "\\ud83d\\n",
                "\\ud83d\\u0041"
            })
    @DisplayName(
            "a lone surrogate, which is no character, comes in as U+FFFD; its neighbours are left")
    void loneSurrogates(String escapes) {
        String sent = Json.string("\"" + escapes + "\"");
        String expected =
                sent.codePoints()
                        .map(point -> whole(point) ? point : 0xFFFD)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        SessionUrl session = echo().session().open();
        session.sends("[\"<" + escapes + ">\"]");
        assertThat(session.messages()).containsExactly("<" + expected + ">");
    }

    @Test
    @DisplayName(
            "EventSource, HtmlFile, JsonPolling: all characters come through each of them unharmed")
    void everyTransportDelivers() {
        String all = units(0, JsonEncodingTest::whole);
        for (Transport transport : Transport.values()) {
            SessionUrl session = echo().session().open();
            session.sends("[" + Json.quoted(all) + "]");
            String came =
                    transport.streams()
                            ? session.stream(transport).next("it")
                            : transport.unwrapped(session.receive(transport).body());
            assertThat(Frames.messages(came)).as(transport.toString()).containsExactly(all);
        }
    }

    private static String units(int from, IntPredicate which) {
        return IntStream.range(from, 0x10000)
                .filter(which)
                .mapToObj(unit -> String.valueOf((char) unit))
                .collect(Collectors.joining());
    }

    private static String escaped(String text) {
        return text.chars().mapToObj(Json::escaped).collect(Collectors.joining());
    }

    /// Surrogates are half a character.
    private static boolean whole(int unit) {
        return unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE;
    }

    /// `escapable_by_server`.
    private static boolean escapedByServer(int unit) {
        return unit < 0x20
                || (unit >= 0x200C && unit <= 0x200F)
                || (unit >= 0x2028 && unit <= 0x202F)
                || (unit >= 0x2060 && unit <= 0x206F)
                || unit >= 0xFFF0;
    }
}
