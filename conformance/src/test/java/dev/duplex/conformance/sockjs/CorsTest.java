package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.RawWebSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of other origins, where they may come and where not.
class CorsTest extends SockJsSuite {
    private static final String GOOD = "https://good.example";
    private static final String BAD = "https://bad.example";

    CorsTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "verify_cors: an allowed origin is echoed with credentials, null as well; without one: `*`"
                    + " and no credentials")
    void receiving(Transport transport) {
        for (String origin : new String[] {"http://test", "null", "file://"}) {
            Verify.cors(head(echo().session(), transport, "Origin: " + origin), origin);
        }
        Verify.corsForAll(head(echo().session(), transport));
    }

    @Test
    @DisplayName("verify_cors: sends, and refused sends, may be read by the page as well")
    void sending() {
        SessionUrl session = echo().session().open();
        Verify.cors(session.send("[\"a\"]", "Origin: null").head(), "null");
        Verify.corsForAll(session.send("[\"a\"]").head());
        Verify.cors(session.send("[\"a", "Origin: http://test").head(), "http://test");
        Verify.cors(session.sendForm("d=%5B%5D", "Origin: http://test").head(), "http://test");
    }

    @ParameterizedTest
    @CsvSource({
        "/info, GET",
        "/abc/abc/xhr, POST",
        "/abc/abc/xhr_send, POST",
        "/abc/abc/xhr_streaming, POST"
    })
    @DisplayName(
            "verify_options: 204 without a body, to be cached for a year; it names the methods, and opens"
                    + " nothing")
    void preflight(String suffix, String method) {
        for (String origin : new String[] {"http://test", "null"}) {
            Verify.preflight(
                    echo().options(
                                    suffix,
                                    "Origin: " + origin,
                                    "Access-Control-Request-Method: " + method),
                    origin,
                    "OPTIONS",
                    method);
        }
        Verify.notFound(echo().post("/abc/abc/xhr_send", "[\"a\"]"));
    }

    @Test
    @DisplayName("XhrPolling.test_request_headers_cors: the headers asked for are echoed, if any")
    void requestHeaders() {
        String url = echo().session().suffix() + "/xhr";
        String[] asked = {"Origin: http://test", "Access-Control-Request-Method: POST"};
        RawResponse with =
                echo().options(url, asked[0], asked[1], "Access-Control-Request-Headers: a, b, c");
        Verify.preflight(with, "http://test", "POST");
        assertThat(with.first("Access-Control-Allow-Headers")).contains("a, b, c");
        RawResponse empty =
                echo().options(url, asked[0], asked[1], "Access-Control-Request-Headers:");
        Verify.preflight(empty, "http://test", "POST");
        assertThat(empty.first("Access-Control-Allow-Headers").orElse("")).isEmpty();
        RawResponse without = echo().options(url, asked);
        Verify.preflight(without, "http://test", "POST");
        assertThat(without.first("Access-Control-Allow-Headers")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "a page of an origin that is not allowed gets 403 and no CORS header, and opens no session")
    void foreignPagesReceiveNothing(Transport transport) {
        for (String name : new String[] {"same", "listed"}) {
            for (String origin :
                    new String[] {BAD, "null", "https://good.example.bad.example", "x"}) {
                Service service = service(name);
                SessionUrl session = service.session();
                RawHead head = head(session, transport, "Origin: " + origin);
                assertThat(head.status()).as("%s %s: %s", name, origin, head).isEqualTo(403);
                Verify.noCors(head);
                Verify.notFound(session.send("[\"a\"]"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "RFC 6454 §7.3: a request has one Origin at most; two are refused, whatever they are")
    void twoOrigins(Transport transport) {
        for (String[] lines :
                new String[][] {
                    {"Origin: " + GOOD, "Origin: " + BAD},
                    {"Origin: " + BAD, "Origin: " + GOOD},
                    {"Origin: " + GOOD + " " + BAD}
                }) {
            SessionUrl session = service("listed").session();
            RawHead head = head(session, transport, lines);
            assertThat(head.status()).as(head.toString()).isIn(400, 403);
            Verify.noCors(head);
            Verify.notFound(session.send("[\"a\"]"));
        }
    }

    @Test
    @DisplayName("a foreign page cannot send to a session, ask about the service, or use WebSocket")
    void foreignPagesSendNothing() {
        Service listed = service("listed");
        SessionUrl session = listed.session().open();
        for (RawResponse refused :
                new RawResponse[] {
                    session.send("[\"stolen\"]", "Origin: " + BAD),
                    session.sendForm("d=%5B%22stolen%22%5D", "Origin: " + BAD),
                    listed.get("/info", "Origin: " + BAD),
                    session.receive(Transport.XHR, "Origin: null")
                }) {
            Verify.status(refused, 403);
            Verify.noCors(refused.head());
        }
        for (String suffix : new String[] {"/websocket", "/0/0/websocket"}) {
            RawWebSocket peer = listed.connect().connection();
            RawHead head = peer.send(listed.handshake(suffix).with("Origin: " + BAD)).readHead();
            assertThat(head.status()).as(head.toString()).isEqualTo(403);
        }
        session.sends("[\"mine\"]");
        session.polls("a[\"mine\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/info", "/a/preflight/xhr", "/a/preflight/xhr_send"})
    @DisplayName("a foreign page's preflight is told nothing that allows anything")
    void foreignPreflight(String suffix) {
        RawResponse refused =
                service("listed")
                        .options(
                                suffix,
                                "Origin: " + BAD,
                                "Access-Control-Request-Method: POST",
                                "Access-Control-Request-Headers: a");
        assertThat(refused.status()).isLessThan(500);
        Verify.noCors(refused.head());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("pages of listed origins, and of the server's own, are let in")
    void allowedPages(Transport transport) {
        String own = (tls() ? "https://" : "http://") + host();
        for (String origin : new String[] {GOOD, own}) {
            SessionUrl session = service("listed").session();
            RawHead head = head(session, transport, "Origin: " + origin);
            assertThat(head.status()).as("%s: %s", origin, head).isEqualTo(200);
            Verify.cors(head, origin);
            session.sends("[\"a\"]", "Origin: " + origin);
        }
        RawHead head = head(service("same").session(), transport, "Origin: " + own);
        assertThat(head.status()).as(head.toString()).isEqualTo(200);
        Verify.cors(head, own);
    }

    @ParameterizedTest
    @EnumSource(names = {"XHR", "XHR_STREAMING"})
    @DisplayName(
            "a POST without Origin does not come from a foreign page (Fetch §3.1), and is let in")
    void withoutOrigin(Transport transport) {
        RawHead head = head(service("same").session(), transport);
        assertThat(head.status()).as(head.toString()).isEqualTo(200);
        Verify.corsForAll(head);
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENTSOURCE", "JSONP", "HTMLFILE"})
    @DisplayName(
            "what is fetched with GET, which any page can embed or open, is refused (403) unless Origin,"
                    + " Sec-Fetch-Site or Referer shows that the page is allowed")
    void embeddable(Transport transport) {
        String own = (tls() ? "https://" : "http://") + host();
        refused(transport, "Cookie: a=b");
        refused(transport, "Authorization: Basic YTpi");
        refused(transport, "Sec-Fetch-Site: cross-site");
        refused(transport, "Sec-Fetch-Site: none");
        refused(transport, "Sec-Fetch-Site: same-site");
        refused(transport, "Sec-Fetch-Site: cross-site", "Referer: " + BAD + "/page");
        refused(transport, "Referer: " + BAD + "/" + own);
        refused(transport, "Referer: " + BAD + "/?" + GOOD);
        refused(transport, "Referer: " + own + ".bad.example/");
        refused(transport, "Referer: " + own.replace("://", "://x@bad.example#"));
        refused(transport, "Referer: nonsense");
        refused(transport, "Referer: " + own.replace("://", "://bad.example\\"));
        refused(transport, "Referer: " + own + "\\.bad.example/");
        refused(transport, "Referer: " + own + "@bad.example/");
        refused(transport, "Referer: //" + host() + "/");
        refused(transport, "Origin: " + BAD, "Sec-Fetch-Site: same-origin");
        refused(transport, "Origin: " + BAD, "Referer: " + own + "/");
        letIn(transport, "Sec-Fetch-Site: same-origin");
        letIn(transport, "Referer: " + own + "/page?query");
        // As browsers send it: not a URI (RFC 3986).
        letIn(transport, "Referer: " + own + "/page?filter={a|b}^`");
        letIn(transport, "Referer: " + own + "?[1,2]");
        letIn(transport, "Referer: " + GOOD + "/page");
        letIn(transport, "Origin: " + GOOD);
    }

    @ParameterizedTest
    @EnumSource(names = {"JSONP", "HTMLFILE"})
    @DisplayName("a script or a frame of nobody knows whose page is refused (403)")
    void embeddedByNobodyKnows(Transport transport) {
        refused(transport);
    }

    @Test
    @DisplayName(
            "an event stream is let in also for a program, which shows no page and no credentials")
    void eventStreamOfAProgram() {
        letIn(Transport.EVENTSOURCE);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no answer is taken for what it is not: X-Content-Type-Options: nosniff")
    void nosniff(Transport transport) {
        RawHead head = head(service("listed").session(), transport, "Origin: " + GOOD);
        assertThat(head.all("X-Content-Type-Options")).containsExactly("nosniff");
    }

    private void refused(Transport transport, String... lines) {
        SessionUrl session = service("listed").session();
        RawHead head = head(session, transport, lines);
        assertThat(head.status()).as("%s: %s", String.join(", ", lines), head).isEqualTo(403);
        Verify.notFound(session.send("[\"a\"]"));
    }

    private void letIn(Transport transport, String... lines) {
        RawHead head = head(service("listed").session(), transport, lines);
        assertThat(head.status()).as("%s: %s", String.join(", ", lines), head).isEqualTo(200);
    }

    private static RawHead head(SessionUrl session, Transport transport, String... lines) {
        return session.begin(transport, lines).readHead();
    }
}
