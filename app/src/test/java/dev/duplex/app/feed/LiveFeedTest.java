package dev.duplex.app.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.Served;
import dev.duplex.app.Served.Peer;
import dev.duplex.app.SockJsPoller;
import dev.duplex.http.ServerSentEvents;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The feed of the development mode, over real connections.
@Timeout(60)
class LiveFeedTest {
    private static final Pattern MESSAGE =
            Pattern.compile(
                    "\\{\"n\":(\\d+),\"t\":(\\d{13}),"
                            + "\"text\":\"simulated reading: -?\\d+\\.\\d °C\"}");

    /// What a page has used that polled twice and has a WebSocket.
    private static final Pattern USAGE =
            Pattern.compile(
                    "\\{\"poll\":\\{\"requests\":2,\"in\":(\\d+),\"out\":(\\d+)},"
                            + "\"longPoll\":\\{\"requests\":0,\"in\":0,\"out\":0},"
                            + "\"sse\":\\{\"requests\":0,\"in\":0,\"out\":0},"
                            + "\"webSocket\":\\{\"requests\":1,\"in\":(\\d+),\"out\":(\\d+)}}");

    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = Served.with("--dev");
    }

    @AfterAll
    static void end() {
        served.close();
    }

    /// The events of a stream, each as its JSON. Closing the stream leaves.
    private static final class Events implements AutoCloseable {
        private final Stream<String> lines;
        private final Iterator<String> events;

        Events(String path) throws Exception {
            HttpResponse<Stream<String>> response =
                    served.http().send(served.request(path).build(), BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type"))
                    .contains(ServerSentEvents.CONTENT_TYPE);
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
            lines = response.body();
            events =
                    lines.filter(line -> line.startsWith("data: "))
                            .map(line -> line.substring("data: ".length()))
                            .iterator();
        }

        String next() {
            return events.next();
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    private static long number(String json) {
        Matcher matcher = MESSAGE.matcher(json);
        assertThat(json).matches(MESSAGE);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static List<Long> poll(String path) throws Exception {
        HttpResponse<String> response = served.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        return MESSAGE.matcher(response.body()).results().map(LiveFeedTest::number).toList();
    }

    private static long number(MatchResult message) {
        return Long.parseLong(message.group(1));
    }

    @Test
    void tellsEveryoneTheSame() throws Exception {
        Peer peer = served.connect("/_dev/feed/all/ws", served.origin());
        try (Events events = new Events("/_dev/feed/all/events")) {
            String event = events.next();
            String text = peer.next();
            while (number(text) < number(event)) {
                text = peer.next();
            }
            assertThat(text).isEqualTo(event);
            long n = number(event);
            assertThat(number(events.next())).isEqualTo(n + 1);
            assertThat(number(peer.next())).isEqualTo(n + 1);
            assertThat(poll("/_dev/feed/all/poll?after=" + (n - 1))).startsWith(n, n + 1);
            assertThat(poll("/_dev/feed/all/poll"))
                    .hasSize(1)
                    .first()
                    .satisfies(newest -> assertThat(newest).isGreaterThan(n));
        }
        peer.leave();
        assertThat(peer.end().code()).isEqualTo(1000);
    }

    @Test
    void countsWhatAPageUses() throws Exception {
        try (Events usage = new Events("/_dev/feed/counted/usage")) {
            String none = "{\"requests\":0,\"in\":0,\"out\":0}";
            assertThat(usage.next())
                    .isEqualTo(
                            "{\"poll\":%s,\"longPoll\":%s,\"sse\":%s,\"webSocket\":%s}"
                                    .formatted(none, none, none, none));
            served.get("/_dev/feed/counted/poll");
            served.get("/_dev/feed/counted/poll");
            served.get("/_dev/feed/another/poll");
            Peer peer = served.connect("/_dev/feed/counted/ws", served.origin());
            int least = "HTTP/1.1 101 Switching Protocols\r\n\r\n".length() + peer.next().length();
            Matcher numbers = USAGE.matcher(usage.next());
            // What it is told first is from before the first message.
            while (!numbers.matches() || Long.parseLong(numbers.group(4)) <= least) {
                numbers = USAGE.matcher(usage.next());
            }
            assertThat(Long.parseLong(numbers.group(1)))
                    .isGreaterThan(2L * "GET /_dev/feed/counted/poll HTTP/1.1\r\n\r\n".length());
            assertThat(Long.parseLong(numbers.group(2)))
                    .isGreaterThan(2L * "HTTP/1.1 200 OK\r\n\r\n".length());
            assertThat(Long.parseLong(numbers.group(3)))
                    .isGreaterThan("GET /_dev/feed/counted/ws HTTP/1.1\r\n\r\n".length());
            peer.leave();
            assertThat(peer.end().code()).isEqualTo(1000);
        }
    }

    @Test
    void isToldByLongPollingToo() throws Exception {
        try (Events usage = new Events("/_dev/feed/long/usage")) {
            SockJsPoller poller =
                    new SockJsPoller(served, "/_dev/feed/long/sockjs", served.origin());
            poller.open();
            String frame = poller.poll();
            assertThat(frame).startsWith("a[\"{").endsWith("}\"]");
            assertThat(frame.replace("\\", "")).containsPattern(MESSAGE);
            String told = usage.next();
            while (!told.contains("\"longPoll\":{\"requests\":2,")) {
                told = usage.next();
            }
            assertThat(told).contains("\"webSocket\":{\"requests\":0,");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll", "events", "usage"})
    void isForPagesOfThisHostOnly(String path) throws Exception {
        HttpRequest foreign =
                served.request("/_dev/feed/p/" + path)
                        .header("Origin", "https://elsewhere.example")
                        .build();
        assertThat(served.http().send(foreign, BodyHandlers.discarding()).statusCode())
                .isEqualTo(403);
        HttpRequest post =
                served.request("/_dev/feed/p/" + path)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        assertThat(served.http().send(post, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
        assertThat(served.get("/_dev/feed/" + "p".repeat(65) + "/" + path).statusCode())
                .isEqualTo(404);
        assertThat(served.get("/_dev/feed/p.q/" + path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "", "1e3", "1234567890123456789"})
    void numbersArePlain(String after) throws Exception {
        assertThat(served.get("/_dev/feed/p/poll?after=" + after).statusCode()).isEqualTo(400);
    }

    @Test
    void aWebSocketWithoutAPageIsClosed() throws Exception {
        Peer peer = served.connect("/_dev/feed/p.q/ws", served.origin());
        assertThat(peer.end().code()).isEqualTo(1008);
    }

    @Test
    void hasALimitedNumberOfStreams() throws Exception {
        try (Served other = Served.with("--dev")) {
            HttpRequest stream = other.request("/_dev/feed/p/usage").build();
            List<HttpResponse<Stream<String>>> open = new ArrayList<>();
            for (int i = 0; i < EventStreams.MAX_STREAMS; i++) {
                open.add(other.http().send(stream, BodyHandlers.ofLines()));
            }
            assertThat(open).allSatisfy(one -> assertThat(one.statusCode()).isEqualTo(200));
            assertThat(other.http().send(stream, BodyHandlers.ofLines()).statusCode())
                    .isEqualTo(503);
        }
    }

    @Test
    void itsStreamsKeepNoServerFromClosing() throws Exception {
        try (Served other = Served.with("--dev")) {
            HttpResponse<Stream<String>> events =
                    other.http()
                            .send(
                                    other.request("/_dev/feed/p/events").build(),
                                    BodyHandlers.ofLines());
            HttpResponse<Stream<String>> usage =
                    other.http()
                            .send(
                                    other.request("/_dev/feed/p/usage").build(),
                                    BodyHandlers.ofLines());
            other.endServing();
            // Each ends as a whole response: what is cut short would be an exception.
            assertThat(events.body().count()).isPositive();
            assertThat(usage.body().count()).isPositive();
        }
    }

    @Test
    void thereIsNoneOutsideOfDevelopment() throws Exception {
        try (Served other = Served.with("--test-services")) {
            assertThat(other.get("/_dev/feed/p/poll").statusCode()).isEqualTo(404);
            assertThat(other.get("/_dev/feed/p/ws").statusCode()).isEqualTo(404);
        }
    }
}
