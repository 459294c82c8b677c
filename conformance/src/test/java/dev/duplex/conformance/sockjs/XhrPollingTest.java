package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawResponse;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The transport that the protocol is explained by (`/*/*/xhr`, `/*/*/xhr_send`).
class XhrPollingTest extends SockJsSuite {
    XhrPollingTest(Cell cell) {
        super(cell);
    }

    @Test
    @DisplayName(
            "Protocol.test_simpleSession: an unknown session is opened with `o`; what is sent comes back in"
                    + " an array; two receivers at once: 2010 for the new one")
    void simpleSession() {
        Service echo = echo();
        SessionUrl session = echo.session().open();
        session.sends("[\"a\"]");
        session.polls("a[\"a\"]");
        Verify.notFound(echo.session().send("[\"a\"]"));
        RawHttp first = session.begin(Transport.XHR);
        SessionUrl.answered(
                Transport.XHR,
                session.begin(Transport.XHR).readResponse(),
                "c[2010,\"Another connection still open\"]");
        session.sends("[\"b\"]");
        SessionUrl.answered(Transport.XHR, first.readResponse(), "a[\"b\"]");
    }

    @Test
    @DisplayName(
            "Protocol.test_closeSession: the server may end a session with a code and a message, and"
                    + " constantly serves that")
    void closeSession() {
        SessionUrl session = close().session().open();
        for (int i = 0; i < 3; i++) {
            session.polls("c[3000,\"Go away!\"]");
        }
    }

    @Test
    @DisplayName("what is sent to a closed session is refused, and its close frame stays the same")
    void sendsToAClosedSession() {
        SessionUrl session = close().session().open();
        Verify.status(session.send("[\"a\"]"), 204, 404);
        session.polls("c[3000,\"Go away!\"]");
        session.polls("c[3000,\"Go away!\"]");
    }

    @Test
    @DisplayName(
            "XhrPolling.test_transport: content types, no caching, CORS; answers have a length")
    void transport() {
        SessionUrl session = echo().session();
        RawResponse open = session.receive(Transport.XHR, "Origin: http://test");
        SessionUrl.answered(Transport.XHR, open, "o");
        Verify.contentType(open.head(), "application/javascript;charset=UTF-8");
        Verify.cors(open.head(), "http://test");
        Verify.notCached(open.head());
        assertThat(open.first("Content-Length")).contains("2");
        RawResponse sent = session.send("[\"x\"]", "Origin: http://test");
        SessionUrl.taken(sent);
        Verify.contentType(sent.head(), "text/plain;charset=UTF-8");
        Verify.cors(sent.head(), "http://test");
        Verify.notCached(sent.head());
        session.polls("a[\"x\"]");
    }

    @Test
    @DisplayName(
            "XhrPolling.test_invalid_session: sending to a session that does not exist gets 404")
    void invalidSession() {
        Verify.notFound(echo().session().send("[\"x\"]"));
        Verify.notFound(echo().session().sendForm("d=%5B%22x%22%5D"));
    }

    @Test
    @DisplayName("XhrPolling.test_content_types: whatever type is sent, the body is JSON")
    void contentTypes() {
        SessionUrl session = echo().session().open();
        List<String> types =
                List.of(
                        "text/plain",
                        "T",
                        "application/json",
                        "application/xml",
                        "",
                        "application/json; charset=utf-8",
                        "text/xml; charset=utf-8",
                        "text/xml");
        for (String type : types) {
            session.sends("[\"a\"]", "Content-Type: " + type);
        }
        session.sends("[\"a\"]");
        session.polls(
                "a[" + String.join(",", Collections.nCopies(types.size() + 1, "\"a\"")) + "]");
    }

    @Test
    @DisplayName("XhrPolling.test_sending_empty_frame: frames without messages must be allowed")
    void emptyFrames() {
        SessionUrl session = echo().session().open();
        session.sends("[]");
        session.sends(" [ ] ");
        session.sends("[\"a\"]");
        session.polls("a[\"a\"]");
    }

    @Test
    @DisplayName("Protocol: several messages of one array come in their order, an empty one too")
    void severalMessages() {
        SessionUrl session = echo().session().open();
        session.sends(" [ \"a\" ,\t\"\",\r\n\"c\"] ");
        session.sends("[\"d\"]");
        session.polls("a[\"a\",\"\",\"c\",\"d\"]");
    }

    @Test
    @DisplayName("RFC 9112 §7.1: a body in chunks is a body like any other, wherever it is cut")
    void chunkedBodies() {
        SessionUrl session = echo().session().open();
        RawResponse sent =
                session.service()
                        .exchange(
                                session.service()
                                        .request("POST", session.suffix() + "/xhr_send")
                                        .chunked("[", "\"a", "b\"", ",\"\\u00", "e9\"]"));
        SessionUrl.taken(sent);
        assertThat(session.messages()).containsExactly("ab", "é");
    }

    @Test
    @DisplayName("a poll that waits is answered when something is sent, whoever waits longer")
    void waits() {
        SessionUrl session = echo().session().open();
        for (int i = 0; i < 5; i++) {
            RawHttp waiting = session.begin(Transport.XHR);
            session.sends("[\"" + i + "\"]");
            SessionUrl.answered(Transport.XHR, waiting.readResponse(), "a[\"" + i + "\"]");
        }
    }

    @Test
    @DisplayName("the body of a request that receives means nothing")
    void bodyOfAPoll() {
        SessionUrl session = echo().session();
        RawResponse open = session.service().post(session.suffix() + "/xhr", "[\"ignored");
        SessionUrl.answered(Transport.XHR, open, "o");
        session.sends("[\"a\"]");
        session.polls("a[\"a\"]");
    }

    @Test
    @DisplayName("RFC 9112 §6.3: a POST without a length has no body; it polls like any other")
    void pollWithoutLength() {
        SessionUrl session = echo().session();
        for (Transport transport : new Transport[] {Transport.XHR, Transport.XHR_STREAMING}) {
            RawHttp http =
                    session.service()
                            .begin(
                                    session.service()
                                            .request(
                                                    "POST", session.suffix() + transport.suffix()));
            if (transport == Transport.XHR) {
                SessionUrl.answered(transport, http.readResponse(), "o");
            } else {
                FrameStream stream = FrameStream.of(http, transport);
                session.sends("[\"a\"]");
                stream.comes("a[\"a\"]");
            }
        }
    }

    @Test
    @DisplayName("transports may be mixed in one session: what one could not carry another does")
    void mixedTransports() {
        SessionUrl session = echo().session().open();
        session.sends("[\"a\"]");
        session.polls(Transport.JSONP, "a[\"a\"]");
        FrameStream stream = session.stream(Transport.EVENTSOURCE);
        Verify.status(session.sendForm("d=%5B%22b%22%5D"), 200);
        stream.comes("a[\"b\"]");
        session.polls("c[2010,\"Another connection still open\"]");
    }
}
