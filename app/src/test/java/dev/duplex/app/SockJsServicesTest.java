package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `duplex serve` serves by SockJS, over real connections.
@Timeout(60)
class SockJsServicesTest {
    private static final String ELSEWHERE = "https://elsewhere.example";

    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = Served.with("--test-services");
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static SockJsPoller opened(String path) throws Exception {
        SockJsPoller poller = new SockJsPoller(served, path, ELSEWHERE);
        poller.open();
        return poller;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/disabled_websocket_echo", "/cookie_needed_echo"})
    void echoesToAnyPage(String path) throws Exception {
        SockJsPoller poller = opened(path);
        poller.send("hello");
        assertThat(poller.poll()).isEqualTo("a[\"hello\"]");
    }

    /// Few bytes, so that tests of clients see a streamed response end: here after the fifth message.
    @Test
    void streamedResponsesOfTheEchoEndSoon() throws Exception {
        SockJsPoller poller = new SockJsPoller(served, "/echo", ELSEWHERE);
        try (Stream<String> stream = poller.stream()) {
            Iterator<String> lines = stream.iterator();
            assertThat(lines.next()).isEqualTo("h".repeat(2048));
            assertThat(lines.next()).isEqualTo("o");
            String message = "x".repeat(1000);
            for (int i = 0; i < 4; i++) {
                poller.send(message);
                assertThat(lines.next()).isEqualTo("a[\"" + message + "\"]");
            }
            poller.send(message);
            assertThat(lines.next()).isEqualTo("a[\"" + message + "\"]");
            assertThat(lines.hasNext()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/echo, true, false",
        "/disabled_websocket_echo, false, false",
        "/cookie_needed_echo, true, true",
        "/close, true, false",
        "/amplify, true, false",
        "/ticker, true, false",
        "/broadcast, true, false"
    })
    void infoSaysHowEachIsServed(String path, boolean webSocket, boolean cookies) throws Exception {
        HttpResponse<String> info = served.get(path + "/info");
        assertThat(info.statusCode()).isEqualTo(200);
        assertThat(info.body())
                .contains("\"websocket\":" + webSocket)
                .contains("\"cookie_needed\":" + cookies)
                .contains("\"*:*\"");
    }

    @Test
    void setsTheCookieThatLoadBalancersRouteBy() throws Exception {
        HttpResponse<String> with =
                new SockJsPoller(served, "/cookie_needed_echo", ELSEWHERE).open();
        assertThat(with.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).startsWith("JSESSIONID=dummy"));
        HttpResponse<String> without = new SockJsPoller(served, "/echo", ELSEWHERE).open();
        assertThat(without.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void closesAtOnce() throws Exception {
        assertThat(opened("/close").poll()).isEqualTo("c[3000,\"Go away!\"]");
    }

    @Test
    void amplifies() throws Exception {
        SockJsPoller poller = opened("/amplify");
        poller.send("3");
        assertThat(poller.poll()).isEqualTo("a[\"xxxxxxxx\"]");
    }

    @Test
    void ticks() throws Exception {
        assertThat(opened("/ticker").poll()).isEqualTo("a[\"tick!\"]");
    }

    /// Whatever carries a session there.
    @Test
    void broadcastsToEveryConnectionThere() throws Exception {
        SockJsPoller poller = opened("/broadcast");
        Served.Peer peer = served.connect("/broadcast", ELSEWHERE);
        peer.send("ready");
        assertThat(peer.next()).isEqualTo("ready");
        assertThat(poller.poll()).isEqualTo("a[\"ready\"]");
        poller.send("hello");
        assertThat(peer.next()).isEqualTo("hello");
        assertThat(poller.poll()).isEqualTo("a[\"hello\"]");
    }

    /// The protocol's own WebSocket, beside the native one at the endpoint's path.
    @Test
    void sockJsHasItsWebSocketToo() throws Exception {
        Served.Peer framed = served.connect("/echo/000/by-websocket/websocket", ELSEWHERE);
        assertThat(framed.next()).isEqualTo("o");
        framed.send("[\"a\"]");
        assertThat(framed.next()).isEqualTo("a[\"a\"]");
        Served.Peer raw = served.connect("/echo/websocket", ELSEWHERE);
        raw.send("a");
        assertThat(raw.next()).isEqualTo("a");
    }

    @Test
    void theIframePageLoadsTheProgramsOwnScript() throws Exception {
        assertThat(served.get("/echo/iframe.html").body()).contains("\"/js/sockjs.min.js\"");
        try (Served other =
                Served.with("--test-services", "--sockjs-client-url=https://cdn.example/s.js")) {
            assertThat(other.get("/echo/iframe.html").body())
                    .contains("\"https://cdn.example/s.js\"");
        }
    }

    @Test
    void inDevelopmentTheEchoIsThereAsWell() throws Exception {
        try (Served development = Served.with("--dev")) {
            SockJsPoller poller = new SockJsPoller(development, "/echo", ELSEWHERE);
            poller.open();
            poller.send("hello");
            assertThat(poller.poll()).isEqualTo("a[\"hello\"]");
            Served.Peer peer = development.connect("/echo", ELSEWHERE);
            peer.send("hello");
            assertThat(peer.next()).isEqualTo("hello");
        }
    }

    /// At the endpoint's own path an upgrade is ignored (RFC 9110 §7.8), and answered as any request.
    @ParameterizedTest
    @CsvSource({"/echo, 200", "/echo/websocket, 404", "/echo/000/s/websocket, 404"})
    void withoutWebSocketOnlyTheOtherTransportsAreLeft(String path, int status) throws Exception {
        try (Served without = Served.with("--dev", "--test-services", "--no-websocket")) {
            assertThat(without.get("/echo/info").body()).contains("\"websocket\":false");
            assertThat(
                            without.http()
                                    .newWebSocketBuilder()
                                    .buildAsync(without.webSocket(path), new Served.Peer()))
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .satisfies(failure ->
                            assertThat(failure)
                                    .isInstanceOfSatisfying(
                                            WebSocketHandshakeException.class,
                                            refused ->
                                                    assertThat(refused.getResponse().statusCode())
                                                            .isEqualTo(status)));
            SockJsPoller poller = new SockJsPoller(without, "/echo", ELSEWHERE);
            poller.open();
            poller.send("hello");
            assertThat(poller.poll()).isEqualTo("a[\"hello\"]");
        }
    }

    @Test
    void settingsReachTheEndpoints() throws Exception {
        try (Served small =
                Served.with("--test-services", "--sockjs-request-bytes=10", "--sockjs-cookies")) {
            SockJsPoller poller = new SockJsPoller(small, "/echo", ELSEWHERE);
            assertThat(poller.open().headers().firstValue("Set-Cookie")).isPresent();
            poller.send("123456");
            assertThat(poller.poll()).isEqualTo("a[\"123456\"]");
            assertThat(poller.trySend("1234567").statusCode()).isEqualTo(413);
        }
    }
}
