package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.testkit.RawResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The three transports whose responses go on (`/*/*/xhr_streaming`, `eventsource`, `htmlfile`).
class StreamingTest extends SockJsSuite {
    private static final int LIMIT = 4096;

    StreamingTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @EnumSource(names = {"XHR_STREAMING", "EVENTSOURCE", "HTMLFILE"})
    @DisplayName(
            "XhrStreaming, EventSource, HtmlFile.test_transport: the prelude, `o`, then each message, a"
                    + " chunk each; not cached, not buffered by proxies")
    void transport(Transport transport) {
        SessionUrl session = echo().session();
        FrameStream stream = session.stream(transport, "Origin: http://test");
        Verify.contentType(stream.head(), transport.contentType());
        Verify.notCached(stream.head());
        Verify.cors(stream.head(), "http://test");
        assertThat(stream.head().first("X-Accel-Buffering")).contains("no");
        assertThat(stream.head().first("Content-Length")).isEmpty();
        stream.comes("o");
        session.sends("[\"x\"]");
        stream.comes("a[\"x\"]");
        session.sends("[\"y\"]");
        stream.comes("a[\"y\"]");
    }

    @Test
    @DisplayName(
            "XhrStreaming.test_response_limit: a response ends after 4096 bytes, framing included")
    void responseLimitOfManyFrames() {
        SessionUrl session = echo().session();
        FrameStream stream = session.stream(Transport.XHR_STREAMING).comes("o");
        String message = "[\"" + "x".repeat(128) + "\"]";
        for (int i = 0; i < 31; i++) {
            session.sends(message);
            stream.comes("a" + message);
        }
        stream.ends();
    }

    @ParameterizedTest
    @EnumSource(names = {"XHR_STREAMING", "EVENTSOURCE", "HTMLFILE"})
    @DisplayName(
            "EventSource, HtmlFile.test_response_limit: one frame that reaches the limit goes out whole, and"
                    + " ends the response; the next goes on where it ended, without `o`")
    void responseLimit(Transport transport) {
        SessionUrl session = echo().session();
        FrameStream first = session.stream(transport).comes("o");
        String message = "[\"" + "x".repeat(LIMIT) + "\"]";
        session.sends(message);
        first.comes("a" + message).ends();
        session.sends("[\"between\"]");
        FrameStream second = session.stream(transport).comes("a[\"between\"]");
        session.sends("[\"after\"]");
        second.comes("a[\"after\"]");
        session.sends(message);
        second.comes("a" + message).ends();
    }

    @ParameterizedTest
    @EnumSource(names = {"XHR_STREAMING", "EVENTSOURCE", "HTMLFILE"})
    @DisplayName(
            "RFC 9112 §9.3: the connection of a response that has ended takes the next request")
    void connectionIsKept(Transport transport) {
        SessionUrl session = echo().session();
        FrameStream first = session.stream(transport).comes("o");
        String message = "[\"" + "x".repeat(LIMIT) + "\"]";
        for (int i = 0; i < 3; i++) {
            session.sends(message);
            first.comes("a" + message).ends();
            first = FrameStream.of(first.http().send(session.receiving(transport)), transport);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"XHR_STREAMING", "EVENTSOURCE", "HTMLFILE"})
    @DisplayName(
            "HandlingClose.test_close_frame: `c` ends the response, unlinks it, and comes for later ones")
    void closeFrame(Transport transport) {
        SessionUrl session = close().session();
        FrameStream first = session.stream(transport).comes("o").comes("c[3000,\"Go away!\"]");
        FrameStream second = session.stream(transport).comes("c[3000,\"Go away!\"]");
        first.ends();
        second.ends();
    }

    @ParameterizedTest
    @EnumSource(names = {"XHR_STREAMING", "EVENTSOURCE", "HTMLFILE"})
    @DisplayName(
            "HandlingClose.test_close_request: a second receiver gets 2010 and ends; the first goes on")
    void secondReceiver(Transport transport) {
        SessionUrl session = echo().session();
        FrameStream first = session.stream(transport).comes("o");
        for (Transport other : Transport.STREAMS) {
            session.stream(other).comes("c[2010,\"Another connection still open\"]").ends();
        }
        session.polls("c[2010,\"Another connection still open\"]");
        session.polls(Transport.JSONP, "c[2010,\"Another connection still open\"]");
        session.sends("[\"still here\"]");
        first.comes("a[\"still here\"]");
    }

    @Test
    @DisplayName(
            "EventSource.test_transport: spaces, line ends and NUL are in JSON's escapes, so no line breaks")
    void eventSourceLines() {
        SessionUrl session = echo().session();
        FrameStream stream = session.stream(Transport.EVENTSOURCE).comes("o");
        session.sends("[\"  \\u0000\\n\\r \"]");
        stream.comes("a[\"  \\u0000\\n\\r \"]");
    }

    @Test
    @DisplayName(
            "HtmlFile.test_transport: the page calls the callback that the query names, decoded")
    void htmlfileCallback() {
        SessionUrl session = close().session();
        RawResponse page = session.service().get(session.suffix() + "/htmlfile?c=%63allback");
        Verify.status(page, 200);
        assertThat(page.body()).contains("var c = parent.callback;\n").endsWith("</script>\r\n");
    }

    @Test
    @DisplayName(
            "HTML §4.12.1.3: what a script element must not contain, `</script` and `<!--`, is escaped in"
                    + " what htmlfile sends")
    void htmlfileScripts() {
        SessionUrl session = echo().session();
        FrameStream stream = session.stream(Transport.HTMLFILE).comes("o");
        String message = "</script><script>alert(1)</script><!-- <SCRIPT";
        session.sends("[" + Json.quoted(message) + "]");
        String chunk = stream.http().readChunk("the message").orElseThrow();
        String inside =
                chunk.substring("<script>".length(), chunk.length() - "</script>\r\n".length());
        assertThat(inside.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("</script")
                .doesNotContain("<script")
                .doesNotContain("<!--");
        assertThat(Frames.messages(Transport.HTMLFILE.unwrapped(chunk))).containsExactly(message);
    }
}
