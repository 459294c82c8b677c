package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.testkit.RawEnd;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lengths, chunks and kept connections (section "Http 1.0 and 1.1 chunking").
class HttpVersionsTest extends SockJsSuite {
    private static final String GREETING = "Welcome to SockJS!\n";

    HttpVersionsTest(Cell cell) {
        super(cell);
    }

    @Test
    @DisplayName(
            "Http10.test_synchronous: no transfer coding; a length, and the connection goes on only if both"
                    + " said so")
    void http10() {
        Service echo = echo();
        RawHttp http = echo.connect();
        RawResponse greeting =
                http.exchange(echo.request("GET", "", "Connection: Keep-Alive").version10());
        Verify.status(greeting, 200);
        assertThat(greeting.first("Transfer-Encoding")).isEmpty();
        assertThat(greeting.body()).isEqualTo(GREETING);
        if (greeting.first("Connection").orElse("").equalsIgnoreCase("keep-alive")) {
            Verify.status(http.exchange(echo.request("GET", "").version10()), 200);
        }
        assertThat(http.connection().readEnd()).isEqualTo(RawEnd.EOF);
    }

    @ParameterizedTest
    @EnumSource(names = {"XHR_STREAMING", "EVENTSOURCE", "HTMLFILE"})
    @DisplayName(
            "Http10.test_streaming: neither transfer coding nor length; the end of the connection ends it")
    void http10Streaming(Transport transport) {
        SessionUrl session = close().session();
        RawHttp http = session.service().connect();
        RawHead head =
                http.send(session.receiving(transport, "Connection: Keep-Alive").version10())
                        .readHead();
        assertThat(head.status()).as(head.toString()).isEqualTo(200);
        assertThat(head.first("Transfer-Encoding")).as(head.toString()).isEmpty();
        assertThat(head.first("Content-Length")).as(head.toString()).isEmpty();
        String body = http.readToEnd();
        String frames = transport.wrapped("o") + transport.wrapped("c[3000,\"Go away!\"]");
        assertThat(body).endsWith(frames);
        assertThat(transport.isPrelude(body.substring(0, body.length() - frames.length())))
                .as(body)
                .isTrue();
    }

    @Test
    @DisplayName("Http10: each frame of a stream goes out when it is there, not at the end")
    void http10StreamsAtOnce() {
        SessionUrl session = echo().session();
        RawHttp http = session.service().connect();
        http.send(session.receiving(Transport.XHR_STREAMING).version10()).readHead();
        assertThat(http.readText(2049, "the prelude")).startsWith("hh").endsWith("h\n");
        assertThat(http.readText(2, "the open frame")).isEqualTo("o\n");
        session.sends("[\"a\"]");
        assertThat(http.readText(7, "the message")).isEqualTo("a[\"a\"]\n");
    }

    @Test
    @DisplayName("Http10: a poll has a length as well")
    void http10Poll() {
        SessionUrl session = echo().session();
        RawHttp http = session.service().connect();
        RawResponse open = http.exchange(session.receiving(Transport.XHR).version10());
        SessionUrl.answered(Transport.XHR, open, "o");
        assertThat(open.first("Content-Length")).contains("2");
        assertThat(http.connection().readEnd()).isEqualTo(RawEnd.EOF);
        RawResponse sent =
                session.service().connect().exchange(session.sending("[\"a\"]").version10());
        SessionUrl.taken(sent);
        session.polls("a[\"a\"]");
    }

    @Test
    @DisplayName("Http11.test_synchronous: a length or chunks; the connection is kept")
    void http11() {
        Service echo = echo();
        RawHttp http = echo.connect();
        for (int i = 0; i < 3; i++) {
            RawResponse greeting = http.exchange(echo.request("GET", "", "Connection: Keep-Alive"));
            Verify.status(greeting, 200);
            assertThat(greeting.first("Connection").orElse("keep-alive"))
                    .isEqualToIgnoringCase("keep-alive");
            assertThat(greeting.body()).isEqualTo(GREETING);
        }
    }

    @Test
    @DisplayName("Http11.test_streaming: chunks and no length; the last chunk ends it")
    void http11Streaming() {
        SessionUrl session = close().session();
        FrameStream stream = session.stream(Transport.XHR_STREAMING, "Connection: Keep-Alive");
        assertThat(stream.head().first("Content-Length")).isEmpty();
        stream.comes("o").comes("c[3000,\"Go away!\"]").ends();
        Verify.status(stream.http().exchange(session.service().request("GET", "")), 200);
    }

    @Test
    @DisplayName("RFC 9112 §9.6: `Connection: close` is obeyed after polls, sends and streams")
    void connectionClose() {
        SessionUrl session = echo().session();
        RawHttp poll = session.service().connect();
        SessionUrl.answered(
                Transport.XHR,
                poll.exchange(session.receiving(Transport.XHR, "Connection: close")),
                "o");
        assertThat(poll.connection().readEnd()).isEqualTo(RawEnd.EOF);
        RawHttp send = session.service().connect();
        SessionUrl.taken(send.exchange(session.sending("[\"a\"]", "Connection: close")));
        assertThat(send.connection().readEnd()).isEqualTo(RawEnd.EOF);
        FrameStream stream =
                close().session().stream(Transport.EVENTSOURCE, "Connection: close")
                        .comes("o")
                        .comes("c[3000,\"Go away!\"]");
        stream.ends();
        assertThat(stream.http().connection().readEnd()).isEqualTo(RawEnd.EOF);
    }

    @Test
    @DisplayName("RFC 9112 §9.3.2: pipelined requests are answered in the order in which they came")
    void pipelined() {
        SessionUrl session = echo().session();
        RawHttp http = session.service().connect();
        http.pipeline(
                session.receiving(Transport.XHR),
                session.sending("[\"a\"]"),
                session.sending("[\"b\"]"),
                session.receiving(Transport.XHR),
                session.receiving(Transport.XHR),
                session.service().request("GET", ""));
        SessionUrl.answered(Transport.XHR, http.readResponse(), "o");
        SessionUrl.taken(http.readResponse());
        SessionUrl.taken(http.readResponse());
        SessionUrl.answered(Transport.XHR, http.readResponse(), "a[\"a\",\"b\"]");
        // The third poll waits, and what is behind it with it.
        session.sends("[\"c\"]");
        SessionUrl.answered(Transport.XHR, http.readResponse(), "a[\"c\"]");
        assertThat(http.readResponse().body()).isEqualTo(GREETING);
    }

    @Test
    @DisplayName(
            "RFC 9112 §9.3.2: a poll behind one that waits takes its place when that is answered")
    void pipelinedPolls() {
        SessionUrl session = echo().session().open();
        RawRequest poll = session.receiving(Transport.XHR);
        RawHttp http = session.service().connect().pipeline(poll, poll, poll);
        for (String message : List.of("[\"a\"]", "[\"b\"]", "[\"c\"]")) {
            session.sends(message);
            SessionUrl.answered(Transport.XHR, http.readResponse(), "a" + message);
        }
    }

    @Test
    @DisplayName("a whole session on one connection that is kept alive")
    void oneConnection() {
        SessionUrl session = echo().session().open();
        for (int i = 0; i < 50; i++) {
            session.sends("[\"" + i + "\"]");
            session.polls("a[\"" + i + "\"]");
        }
    }

    @Test
    @DisplayName("RFC 9110 §10.1.1: a send that expects 100-continue gets it, then its answer")
    void expectContinue() {
        SessionUrl session = echo().session().open();
        RawHttp http = session.service().connect();
        byte[] body = "[\"a\"]".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        http.send(
                session.service()
                        .request("POST", session.suffix() + "/xhr_send", "Expect: 100-continue")
                        .announcing(body.length, new byte[0]));
        assertThat(http.readHead().status()).isEqualTo(100);
        http.connection().send(body);
        SessionUrl.taken(http.readResponse());
        session.polls("a[\"a\"]");
    }
}
