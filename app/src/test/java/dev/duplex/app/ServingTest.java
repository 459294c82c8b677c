package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.Served.Peer;
import dev.duplex.http.ServerSentEvents;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `duplex serve` serves, over real connections.
@Timeout(60)
class ServingTest {
    private static final String ELSEWHERE = "https://elsewhere.example";

    @ParameterizedTest
    @ValueSource(strings = {"--dev", "--test-services"})
    void bringsTheSockJsClientAlong(String mode) throws Exception {
        try (Served served = Served.with(mode)) {
            HttpResponse<String> script = served.get("/js/sockjs.min.js");
            assertThat(script.statusCode()).isEqualTo(200);
            assertThat(script.body())
                    .startsWith("/* sockjs-client v1.6.1 | http://sockjs.org | MIT license */")
                    .hasSizeGreaterThan(50_000);
            assertThat(script.headers().firstValue("Content-Type"))
                    .contains("text/javascript; charset=utf-8");
            assertThat(script.headers().firstValue("Cache-Control")).contains("no-cache");
            String tag = script.headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> again =
                    served.http()
                            .send(
                                    served.request("/js/sockjs.min.js")
                                            .header("If-None-Match", tag)
                                            .build(),
                                    BodyHandlers.ofString());
            assertThat(again.statusCode()).isEqualTo(304);
        }
    }

    @Test
    void servesChannelsToAnyoneInDevelopment() throws Exception {
        try (Served served = Served.with("--dev")) {
            Peer peer = served.connect("/connection/websocket", served.origin());
            peer.send("{\"id\":1,\"connect\":{}}");
            assertThat(peer.next()).startsWith("{\"id\":1,\"connect\":{\"client\":\"");
            peer.send("{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}");
            assertThat(peer.next()).startsWith("{\"id\":2,\"subscribe\":{\"recoverable\":true");
            peer.send(
                    "{\"id\":3,\"publish\":{\"channel\":\"chat:a\",\"data\":{\"text\":\"hello\"}}}");
            String came = peer.next();
            while (!came.contains("{\"id\":3,\"publish\":{}}") || !came.contains("hello")) {
                came += "\n" + peer.next();
            }
            assertThat(came)
                    .contains(
                            "{\"push\":{\"channel\":\"chat:a\",\"pub\":{\"data\":{\"text\":\"hello\"}");
        }
    }

    @Test
    void servesNoChannelsUnconfigured() throws Exception {
        try (Served served = Served.with("--anonymous")) {
            assertThat(served.get("/connection/websocket").statusCode()).isEqualTo(404);
            assertThat(served.get("/connection/sockjs").statusCode()).isEqualTo(404);
            assertThat(served.get("/connection/sse").statusCode()).isEqualTo(404);
            assertThat(served.get("/channel/chat:a").statusCode()).isEqualTo(404);
            assertThat(served.get("/events/chat:a").statusCode()).isEqualTo(404);
            assertThat(served.hub().options("chat:a")).isEmpty();
            assertThat(served.hub().options("a")).isEmpty();
        }
    }

    /// Clients get what is configured: no other channels, and no more rights.
    @Test
    void servesConfiguredChannelsAsConfigured() throws Exception {
        Map<String, String> variables =
                Map.of(
                        "DUPLEX_ANONYMOUS", "true",
                        "DUPLEX_NAMESPACES_NEWS_HISTORY_SIZE", "10",
                        "DUPLEX_NAMESPACES_NEWS_RECOVERY", "stream",
                        "DUPLEX_NAMESPACES_NEWS_ALLOW_SUBSCRIBE", "anyone");
        try (Served served = Served.with(variables)) {
            assertThat(served.get("/connection/sockjs/info").statusCode()).isEqualTo(200);
            assertThat(served.get("/js/sockjs.min.js").statusCode()).isEqualTo(200);
            assertThat(served.get("/").statusCode()).isEqualTo(404);
            Peer peer = served.connect("/connection/websocket", served.origin());
            peer.send("{\"id\":1,\"connect\":{}}");
            assertThat(peer.next()).startsWith("{\"id\":1,\"connect\":{\"client\":\"");
            peer.send("{\"id\":2,\"subscribe\":{\"channel\":\"news:a\"}}");
            assertThat(peer.next()).startsWith("{\"id\":2,\"subscribe\":{\"recoverable\":true");
            peer.send("{\"id\":3,\"publish\":{\"channel\":\"news:a\",\"data\":{}}}");
            assertThat(peer.next()).startsWith("{\"id\":3,\"error\":{\"code\":103");
            peer.send("{\"id\":4,\"subscribe\":{\"channel\":\"chat:a\"}}");
            assertThat(peer.next()).startsWith("{\"id\":4,\"error\":{\"code\":10");
            assertThat(served.hub().options("chat:a")).isEmpty();
        }
    }

    @Test
    void isReadyUntilItIsToldToEnd() throws Exception {
        try (Served served = Served.with("--shutdown-delay=1h")) {
            HttpResponse<String> ready = served.get("/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).isEqualTo("ready\n");
            Thread ending = Thread.ofPlatform().start(served::endServing);
            HttpResponse<String> stopping = served.get("/ready");
            while (stopping.statusCode() == 200) {
                stopping = served.get("/ready");
            }
            assertThat(stopping.statusCode()).isEqualTo(503);
            assertThat(stopping.body()).isEqualTo("stopping\n");
            assertThat(served.get("/health").statusCode()).isEqualTo(200);
            ending.interrupt();
            ending.join();
        }
    }

    @Test
    void servesChannelsByPlainHttpInDevelopment() throws Exception {
        try (Served served = Served.with("--dev")) {
            // The first frame is wrong, so that the stream ends with what comes of it.
            String bad = "%7B%22id%22%3A1%7D";
            assertThat(served.get("/connection/sse?cf_connect=" + bad).body())
                    .contains("data: {\"push\":{\"disconnect\":{\"code\":3501,");
            assertThat(served.get("/connection/http_stream").statusCode()).isEqualTo(405);
            assertThat(served.get("/emulation").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void servesAChannelAtAUrlInDevelopment() throws Exception {
        try (Served served = Served.with("--dev")) {
            HttpResponse<Stream<String>> events =
                    served.http()
                            .send(served.request("/events/chat:a").build(), BodyHandlers.ofLines());
            assertThat(events.headers().firstValue("Content-Type"))
                    .contains(ServerSentEvents.CONTENT_TYPE);
            Peer peer = served.connect("/channel/chat:a", served.origin());
            peer.send("hello");
            assertThat(peer.next()).isEqualTo("hello");
            assertThat(events.body().filter(line -> line.startsWith("data: hello")).findFirst())
                    .isPresent();
            assertThat(served.get("/channel/chat:a/info").body()).contains("\"websocket\":true");
            assertThat(served.get("/events/other:a").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void servesNoSockJsUnasked() throws Exception {
        try (Served served = Served.with()) {
            for (String path : new String[] {"/js/sockjs.min.js", "/echo", "/echo/info"}) {
                assertThat(served.get(path).statusCode()).isEqualTo(404);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/cookie_needed_echo"})
    void echoesToAnyPage(String path) throws Exception {
        try (Served served = Served.with("--test-services")) {
            Peer peer = served.connect(path, ELSEWHERE);
            peer.send("a");
            peer.send("b");
            assertThat(peer.next()).isEqualTo("a");
            assertThat(peer.next()).isEqualTo("b");
        }
    }

    @Test
    void closesAtOnce() throws Exception {
        try (Served served = Served.with("--test-services")) {
            Peer peer = served.connect("/close", ELSEWHERE);
            assertThat(peer.end()).isEqualTo(new Peer.End(3000, "Go away!"));
        }
    }

    @Test
    void amplifies() throws Exception {
        try (Served served = Served.with("--test-services")) {
            Peer peer = served.connect("/amplify", ELSEWHERE);
            peer.send("18");
            assertThat(peer.next()).isEqualTo("x".repeat(1 << 18));
        }
    }

    @Test
    void ticks() throws Exception {
        try (Served served = Served.with("--test-services")) {
            long opened = System.nanoTime();
            Peer peer = served.connect("/ticker", ELSEWHERE);
            assertThat(peer.next()).isEqualTo("tick!");
            assertThat(peer.next()).isEqualTo("tick!");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - opened))
                    .isGreaterThanOrEqualTo(2000);
        }
    }

    /// The room of any page is not that of allowed pages.
    @Test
    void broadcastsToEveryConnectionThere() throws Exception {
        try (Served served = Served.with("--test-services")) {
            Peer other = served.connect("/ws/broadcast", served.origin());
            Peer one = served.connect("/broadcast", ELSEWHERE);
            Peer two = served.connect("/broadcast", ELSEWHERE);
            two.send("ready");
            assertThat(two.next()).isEqualTo("ready");
            one.send("hello");
            assertThat(two.next()).isEqualTo("hello");
            other.send("apart");
            assertThat(other.next()).isEqualTo("apart");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/echo", "/ws/broadcast", "/_dev/feed/p/ws"})
    void refusesWebSocketWhereItIsSwitchedOff(String path) throws Exception {
        try (Served served = Served.with("--dev", "--test-services", "--no-websocket")) {
            assertThat(
                            served.http()
                                    .newWebSocketBuilder()
                                    .buildAsync(served.webSocket(path), new Peer()))
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .satisfies(failure ->
                            assertThat(failure)
                                    .isInstanceOfSatisfying(
                                            WebSocketHandshakeException.class,
                                            refused ->
                                                    assertThat(refused.getResponse().statusCode())
                                                            .isEqualTo(404)));
            assertThat(served.get(path).body())
                    .isEqualTo("WebSocket is switched off here (--no-websocket).\n");
        }
    }
}
