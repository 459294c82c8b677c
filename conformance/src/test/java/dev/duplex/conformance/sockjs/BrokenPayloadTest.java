package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies of sends that are not arrays of JSON's strings.
class BrokenPayloadTest extends SockJsSuite {
    private static final String[] BROKEN = {
        "[\"x",
        "[\"x\"",
        "[\"x\",",
        "[\"x\",]",
        "[,\"x\"]",
        "[\"x\" \"y\"]",
        "[\"x\"]]",
        "[\"x\"]x",
        "[\"x\"],[\"y\"]",
        "[\"x\"]\0",
        "x[\"x\"]",
        "]",
        "[",
        "\"",
        "['x']",
        "[x]",
        "[\"x\\\"]",
        "[\"\\x41\"]",
        "[\"\\u\"]",
        "[\"\\u12\"]",
        "[\"\\u12G4\"]",
        "[\"\\u+123\"]",
        "[\"\\U0041\"]",
        "[\"\\'\"]",
        "[\"\\",
        "[\"\\u004",
        "[\"a\nb\"]",
        "[\"a\rb\"]",
        "[\"a\tb\"]",
        "[\"a\0b\"]",
        "[\"a\u001Fb\"]",
        "[\u000B\"x\"]",
        "[\u00A0\"x\"]",
        "[\"x\"/**/]",
        "[tru]",
    };

    BrokenPayloadTest(Cell cell) {
        super(cell);
    }

    @Test
    @DisplayName(
            "XhrPolling.test_invalid_json: broken JSON gets 500 `Broken JSON encoding.`, nothing of it is"
                    + " delivered, and the session goes on")
    void brokenJson() {
        SessionUrl session = echo().session().open();
        for (String broken : BROKEN) {
            refused(session.send(broken), broken);
            String form = "d=" + URLEncoder.encode(broken, StandardCharsets.UTF_8);
            refused(session.sendForm(form), form);
        }
        session.sends("[\"a\"]");
        session.polls("a[\"a\"]");
    }

    private static void refused(RawResponse answer, String broken) {
        assertThat(answer.status()).as("%s: %s", broken, answer).isEqualTo(500);
        assertThat(answer.body()).as(broken).contains("Broken JSON encoding.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\"",
                "{}",
                "{\"a\":\"b\"}",
                "1",
                "null",
                "true",
                "[1]",
                "[\"x\",2]",
                "[\"x\",null]",
                "[\"x\",{}]",
                "[\"x\",[\"y\"]]",
                "[true]",
                "[\"x\",-1.5e3]",
                "{\"length\":1,\"0\":\"x\"}"
            })
    @DisplayName(
            "XhrPolling.test_transport: XHR transports receive a JSON-encoded array of messages; what is"
                    + " JSON but not that gets 500, and nothing is delivered")
    void notAnArrayOfStrings(String body) {
        SessionUrl session = echo().session().open();
        RawResponse answer = session.send(body);
        Verify.status(answer, 500);
        assertThat(answer.body()).containsAnyOf("Broken JSON encoding.", "Payload expected.");
        session.sends("[\"after\"]");
        session.polls("a[\"after\"]");
    }

    @Test
    @DisplayName(
            "XhrPolling.test_invalid_json: no body gets 500 `Payload expected.`, with a length and without")
    void noBody() {
        SessionUrl session = echo().session().open();
        RawRequest send = session.service().request("POST", session.suffix() + "/xhr_send");
        for (RawRequest empty : new RawRequest[] {send.body(""), send, send.chunked()}) {
            RawResponse answer = session.service().exchange(empty);
            Verify.status(answer, 500);
            assertThat(answer.body()).contains("Payload expected.");
        }
        session.sends("[\"a\"]");
        session.polls("a[\"a\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FF",
                "C0AF",
                "C3",
                "E28E",
                "F09F92",
                "80",
                "EDA080",
                "F4908080",
                "F8888080",
                "E2CF94",
                "FEFF"
            })
    @DisplayName("RFC 8259 §8.1: JSON MUST be UTF-8; what is not is refused with 500, as a whole")
    void notUtf8(String hex) {
        SessionUrl session = echo().session().open();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("[\"before\",\"".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(HexFormat.of().parseHex(hex));
        body.writeBytes("\"]".getBytes(StandardCharsets.US_ASCII));
        RawResponse answer =
                session.service()
                        .exchange(
                                session.service()
                                        .request("POST", session.suffix() + "/xhr_send")
                                        .body(body.toByteArray()));
        Verify.status(answer, 500);
        assertThat(answer.body()).contains("Broken JSON encoding.");
        session.sends("[\"after\"]");
        session.polls("a[\"after\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[\"x\",[", "[{\"\":["})
    @DisplayName("JSON nested a hundred thousand deep is refused like any other, and costs nothing")
    void deepNesting(String piece) {
        SessionUrl session = echo().session().open();
        String deep = piece.repeat(100_000);
        refused(session.send(deep), piece);
        String closed = deep + (piece.endsWith("[") ? "]" : "}").repeat(100_000);
        Verify.status(session.send(closed), 500);
        session.sends("[\"after\"]");
        session.polls("a[\"after\"]");
    }

    @Test
    @DisplayName("fifty thousand tiny messages in one body come, each once, in order")
    void manyMessages() {
        SessionUrl session = echo().session().open();
        StringBuilder body = new StringBuilder("[\"0\"");
        for (int i = 1; i < 50_000; i++) {
            body.append(",\"").append(i % 10).append('"');
        }
        session.sends(body.append(']').toString());
        int next = 0;
        while (next < 50_000) {
            for (String message : session.messages()) {
                assertThat(message).isEqualTo(String.valueOf(next % 10));
                next++;
            }
        }
    }
}
