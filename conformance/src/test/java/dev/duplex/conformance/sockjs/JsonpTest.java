package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.testkit.RawResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Polling by script elements, sending by forms (`/*/*/jsonp`, `/*/*/jsonp_send`).
class JsonpTest extends SockJsSuite {
    JsonpTest(Cell cell) {
        super(cell);
    }

    @Test
    @DisplayName(
            "JsonPolling.test_transport: a call of the callback, behind an empty comment; a send is"
                    + " answered with `ok`")
    void transport() {
        SessionUrl session = echo().session();
        RawResponse open = session.service().get(session.suffix() + "/jsonp?c=%63allback");
        Verify.status(open, 200);
        Verify.contentType(open.head(), "application/javascript;charset=UTF-8");
        Verify.notCached(open.head());
        assertThat(open.body()).isEqualTo("/**/callback(\"o\");\r\n");
        RawResponse sent = session.sendForm("d=%5B%22x%22%5D");
        ok(sent);
        Verify.contentType(sent.head(), "text/plain;charset=UTF-8");
        Verify.notCached(sent.head());
        RawResponse echo = session.service().get(session.suffix() + "/jsonp?c=%63allback");
        assertThat(echo.body()).isEqualTo("/**/callback(\"a[\\\"x\\\"]\");\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonp", "jsonp?c=", "jsonp?d=x", "htmlfile", "htmlfile?c="})
    @DisplayName("JsonPolling, HtmlFile.test_no_callback: 500, `\"callback\" parameter required`")
    void noCallback(String transport) {
        SessionUrl session = echo().session();
        RawResponse refused = session.service().get(session.suffix() + "/" + transport);
        Verify.status(refused, 500);
        assertThat(refused.body()).contains("\"callback\" parameter required");
        Verify.notFound(session.send("[\"a\"]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%20",
                "*",
                "abc(",
                "abc%28",
                "a%22b",
                "a%3Cscript%3E",
                "a;b",
                "a%0Ab",
                "a%00",
                "%C3%A9",
                "a,b",
                "a[0]",
                "a%E2%80%A8"
            })
    @DisplayName(
            "JsonPolling, HtmlFile.test_invalid_callback: anything outside [a-zA-Z0-9-_.] gets 500,"
                    + " `invalid \"callback\" parameter`")
    void invalidCallback(String callback) {
        for (String transport : new String[] {"/jsonp?c=", "/htmlfile?c="}) {
            SessionUrl session = echo().session();
            RawResponse refused = session.service().get(session.suffix() + transport + callback);
            Verify.status(refused, 500);
            assertThat(refused.body()).contains("invalid \"callback\" parameter");
            Verify.notFound(session.send("[\"a\"]"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cb", "_jp.aBc12_3", "window.parent.x-y", "A", "0"})
    @DisplayName("JsonPolling: a callback is any name of [a-zA-Z0-9-_.]")
    void validCallback(String callback) {
        SessionUrl session = echo().session();
        assertThat(session.service().get(session.suffix() + "/jsonp?c=" + callback).body())
                .isEqualTo("/**/" + callback + "(\"o\");\r\n");
    }

    @Test
    @DisplayName(
            "JsonPolling.test_invalid_json: `Broken JSON encoding.` and `Payload expected.` with 500; the"
                    + " session goes on")
    void invalidJson() {
        SessionUrl session = echo().session();
        session.polls(Transport.JSONP, "o");
        RawResponse broken = session.sendForm("d=%5B%22x");
        Verify.status(broken, 500);
        assertThat(broken.body()).contains("Broken JSON encoding.");
        for (String form : new String[] {"", "d=", "p=p", "d", "e=%5B%22x%22%5D"}) {
            RawResponse empty = session.sendForm(form);
            Verify.status(empty, 500);
            assertThat(empty.body()).contains("Payload expected.");
        }
        ok(session.sendForm("d=%5B%22b%22%5D"));
        session.polls(Transport.JSONP, "a[\"b\"]");
    }

    @Test
    @DisplayName("JsonPolling.test_content_types: a form's field `d`, or text/plain as it is")
    void contentTypes() {
        SessionUrl session = echo().session();
        session.polls(Transport.JSONP, "o");
        ok(session.sendForm("d=%5B%22abc%22%5D"));
        String send = session.suffix() + "/jsonp_send";
        ok(session.service().post(send, "[\"%61bc\"]", "Content-Type: text/plain"));
        ok(session.service().post(send, "[\"d=x\"]", "Content-Type: text/plain;charset=UTF-8"));
        ok(
                session.service()
                        .post(
                                send,
                                "d=%5B%22utf%22%5D",
                                "Content-Type: application/x-www-form-urlencoded; charset=UTF-8"));
        session.polls(Transport.JSONP, "a[\"abc\",\"%61bc\",\"d=x\",\"utf\"]");
    }

    @Test
    @DisplayName(
            "HTML, application/x-www-form-urlencoded: + is a space, other fields may stand around, %XX is"
                    + " UTF-8, and characters may stand for themselves")
    void forms() {
        SessionUrl session = echo().session().open();
        ok(session.sendForm("d=%5B%22a+b%22%5D"));
        ok(session.sendForm("x=1&d=%5b%22c%2Bd%22%5d&y=%5B"));
        ok(session.sendForm("d=[\"raw%26%3D\"]"));
        ok(session.sendForm("d=%5B%22%C3%A9%F0%9F%92%A9%22%5D"));
        assertThat(session.messages()).containsExactly("a b", "c+d", "raw&=", "é\uD83D\uDCA9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d=%5B%22x%22%5", "d=%ZZ", "d=%5B%22%FF%22%5D", "d=%5B%22%C3%22%5D"})
    @DisplayName(
            "a form that does not decode, or not to UTF-8, is a broken body: 500, nothing delivered")
    void brokenForms(String form) {
        SessionUrl session = echo().session().open();
        RawResponse refused = session.sendForm(form);
        Verify.status(refused, 500);
        assertThat(refused.body()).isNotBlank();
        ok(session.sendForm("d=%5B%22after%22%5D"));
        session.polls("a[\"after\"]");
    }

    @Test
    @DisplayName("JsonPolling.test_close: the close frame comes, and again")
    void close3000() {
        SessionUrl session = close().session();
        session.polls(Transport.JSONP, "o");
        session.polls(Transport.JSONP, "c[3000,\"Go away!\"]");
        session.polls(Transport.JSONP, "c[3000,\"Go away!\"]");
    }

    @Test
    @DisplayName("JsonPolling.test_sending_empty_frame: frames without messages must be allowed")
    void emptyFrames() {
        SessionUrl session = echo().session();
        session.polls(Transport.JSONP, "o");
        ok(session.sendForm("d=%5B%5D"));
        ok(session.sendForm("d=%5B%22x%22%5D"));
        session.polls(Transport.JSONP, "a[\"x\"]");
    }

    private static void ok(RawResponse sent) {
        Verify.status(sent, 200);
        assertThat(sent.body()).isEqualTo("ok");
    }
}
