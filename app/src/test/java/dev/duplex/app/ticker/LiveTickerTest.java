package dev.duplex.app.ticker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.Served;
import dev.duplex.app.Served.Peer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The ticker of the development mode, and slow lines, over real connections.
@Timeout(60)
class LiveTickerTest {
    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = Served.with(Map.of("DUPLEX_API_KEYS", Served.API_KEY), "--dev");
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static HttpResponse<String> post(String path, String... headers) throws Exception {
        HttpRequest.Builder request = served.request(path).POST(BodyPublishers.noBody());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return served.http().send(request.build(), BodyHandlers.ofString());
    }

    /// Somebody who is in a channel.
    private static Peer in(String path, String channel) throws Exception {
        Peer peer = served.connect(path + "/connection/websocket", served.origin());
        peer.send("{\"id\":1,\"connect\":{}}");
        assertThat(peer.next()).startsWith("{\"id\":1,\"connect\":");
        peer.send("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
        assertThat(peer.next()).startsWith("{\"id\":2,\"subscribe\":");
        return peer;
    }

    private static String next(Peer peer, String words) throws Exception {
        String next = peer.next();
        while (!next.contains(words)) {
            assertThat(next).isNotEqualTo("null");
            next = peer.next();
        }
        return next;
    }

    @Test
    void theMarketIsTold() throws Exception {
        HttpResponse<String> told = served.get("/_dev/ticker/instruments");
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(told.body().split("\"symbol\"", -1)).hasSizeGreaterThan(1_000);
        assertThat(told.body()).startsWith("{\"instruments\":[{\"symbol\":\"");
    }

    @Test
    void whoeverIsInTheChannelGetsPrices() throws Exception {
        Peer peer = in("", "ticker:simulated");
        for (int i = 0; i < 1_000; i++) {
            assertThat(peer.next()).contains("\"symbol\":\"", "\"price\":", "\"n\":", "\"t\":");
        }
        peer.leave();
    }

    @Test
    void whoHasAKeyPublishesPricesToo() throws Exception {
        Peer peer = in("", "ticker:simulated");
        HttpResponse<String> published =
                send(
                        served.request("/api/publish")
                                .header("X-API-Key", Served.API_KEY)
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"channel\":\"ticker:simulated\",\"key\":\"OWN\",\"data\":{\"symbol\":\"OWN\",\"price\":17.25}}")));
        assertThat(published.body()).isEqualTo("{\"result\":{}}");
        assertThat(next(peer, "\"OWN\"")).contains("\"price\":17.25");
        peer.leave();
        assertThat(served.get("/_dev/ticker/instruments").body())
                .contains("\"others\":[{\"symbol\":\"OWN\",\"price\":17.25}]");
    }

    @Test
    void clientsPublishNone() throws Exception {
        Peer peer = in("", "ticker:source");
        peer.send("{\"id\":3,\"publish\":{\"channel\":\"ticker:simulated\",\"data\":{}}}");
        assertThat(next(peer, "\"id\":3")).contains("103");
        peer.leave();
    }

    @Test
    void theRateIsSetByThePageOnly() throws Exception {
        Peer peer = in("", "ticker:source");
        assertThat(post("/_dev/ticker/rate?updates=7000").statusCode()).isEqualTo(204);
        assertThat(next(peer, "\"rate\":7000")).contains("\"watching\":");
        peer.leave();
        assertThat(post("/_dev/ticker/rate?updates=1", "Origin", "http://example.org").statusCode())
                .isEqualTo(403);
        assertThat(served.get("/_dev/ticker/rate?updates=1").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?updates=", "?updates=20001", "?updates=-1", "?updates=9999999999"})
    void noOtherRate(String query) throws Exception {
        assertThat(post("/_dev/ticker/rate" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void aLineIsAsSlowAsItsPageSays() throws Exception {
        assertThat(served.get("/_dev/line/a").body())
                .isEqualTo("{\"bytesPerSecond\":0,\"bytes\":0}");
        assertThat(post("/_dev/line/a?bytesPerSecond=1000").body())
                .startsWith("{\"bytesPerSecond\":1000,");
        Peer peer = in("/_dev/line/a", "ticker:simulated");
        long begun = System.nanoTime();
        long before = bytes("a");
        for (int i = 0; i < 30; i++) {
            next(peer, "\"symbol\"");
        }
        long bytes = bytes("a") - before;
        // All the time in which these may have gone.
        double seconds = (System.nanoTime() - begun) / 1e9;
        // A little may go at once.
        assertThat(bytes / seconds).isLessThan(2_000);
        post("/_dev/line/a?bytesPerSecond=0");
        for (int i = 0; i < 2_000; i++) {
            next(peer, "\"symbol\"");
        }
        peer.leave();
        for (String wrong : new String[] {"999", "-1", "x", "", "999999999"}) {
            assertThat(post("/_dev/line/a?bytesPerSecond=" + wrong).statusCode()).isEqualTo(400);
        }
        assertThat(post("/_dev/line/a").statusCode()).isEqualTo(400);
        assertThat(served.get("/_dev/line/a%20b").statusCode()).isEqualTo(404);
        assertThat(post("/_dev/line/a?bytesPerSecond=0", "Origin", "http://x.org").statusCode())
                .isEqualTo(403);
    }

    private static long bytes(String line) throws Exception {
        return Long.parseLong(
                served.get("/_dev/line/" + line).body().replaceAll("^.*\"bytes\":(\\d+)}$", "$1"));
    }

    @Test
    void thereIsNoTickerButInDevelopment() throws Exception {
        try (Served plain = Served.with("--test-services")) {
            assertThat(plain.get("/_dev/ticker/instruments").statusCode()).isEqualTo(404);
            assertThat(plain.get("/_dev/line/a").statusCode()).isEqualTo(404);
        }
    }
}
