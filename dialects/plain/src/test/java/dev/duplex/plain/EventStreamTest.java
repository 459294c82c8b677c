package dev.duplex.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.access.Access;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Command;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Payload.Kind;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.http.ServerSentEvents;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.RawWebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A channel as Server-Sent Events, byte by byte over a socket.
@Timeout(120)
class EventStreamTest {
    private static final int QUEUE = 64 << 10;
    private static final Pattern BEGIN =
            Pattern.compile("event: begin\r\ndata: (\\w+)\r\nid: (\\S*)\r\n");

    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "kept",
                                            ChannelOptions.builder()
                                                    .history(1000, Duration.ofMinutes(5))
                                                    .recovery(Recovery.STREAM)
                                                    .build(),
                                            "brief",
                                            ChannelOptions.builder()
                                                    .history(1, Duration.ofMinutes(5))
                                                    .recovery(Recovery.STREAM)
                                                    .build(),
                                            "open",
                                            ChannelOptions.TRANSIENT,
                                            "drop",
                                            ChannelOptions.builder()
                                                    .delivery(Delivery.DROP)
                                                    .build())))
                    .build();
    private final Server server =
            Server.builder()
                    .host("127.0.0.1")
                    .port(0)
                    .hub(hub)
                    .limits(Limits.builder().queueBytes(QUEUE).build())
                    .http(
                            "/events/{channel}",
                            new Plain(
                                            hub,
                                            PlainOptions.builder(new ByToken())
                                                    .origins(Origins.of("https://friend.example"))
                                                    .heartbeatInterval(Duration.ofMillis(50))
                                                    .retry(Duration.ofMillis(1234))
                                                    .build())
                                    .events())
                    .start();

    /// Lets in by the token's name.
    private static final class ByToken implements Access {
        @Override
        public CompletionStage<Result<Admission>> connect(Attempt attempt) {
            return CompletableFuture.completedStage(
                    switch (attempt.token()) {
                        case "wrong" -> Result.refused(Problem.UNAUTHENTICATED, "");
                        case "old" -> Result.refused(Problem.EXPIRED, "");
                        case "unlucky" -> Result.refused(Problem.UNAVAILABLE, "");
                        case "many" -> Result.refused(Problem.LIMIT_EXCEEDED, "");
                        default ->
                                Result.done(
                                        Admission.of(
                                                new Identity(
                                                        attempt.token(),
                                                        Payload.none(),
                                                        attempt.token().equals("brief")
                                                                ? Optional.of(
                                                                        Instant.now()
                                                                                .plusSeconds(2))
                                                                : Optional.empty())));
                    });
        }

        @Override
        public CompletionStage<Result<Grant>> permit(Intent intent) {
            return CompletableFuture.completedStage(
                    intent.identity().user().equals("nobody")
                            ? Result.refused(Problem.PERMISSION_DENIED, "")
                            : Result.done(Grant.PLAIN));
        }
    }

    @AfterEach
    void close() {
        server.close(Duration.ZERO);
        hub.close();
    }

    private RawHttp connect() {
        // Little fits between it and the server.
        return new RawHttp(RawWebSocket.connect(server.address(), 4096));
    }

    private RawRequest get(String target) {
        return RawRequest.of("GET", "127.0.0.1:" + server.port(), target);
    }

    private RawHttp open(RawRequest request) {
        RawHttp http = connect().send(request);
        RawHead head = http.readHead();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.first("Content-Type")).contains(ServerSentEvents.CONTENT_TYPE);
        assertThat(head.first("X-Accel-Buffering")).contains("no");
        return http;
    }

    /// What comes up to these words, without heartbeats.
    private static String readTo(RawHttp http, String words) {
        StringBuilder came = new StringBuilder();
        while (came.indexOf(words) < 0) {
            String chunk = http.readChunk(words).orElseThrow();
            if (!chunk.equals(":\r\n\r\n")) {
                came.append(chunk);
            }
        }
        return came.toString();
    }

    private static String begin(RawHttp http) {
        Matcher begin = BEGIN.matcher(readTo(http, "\r\n\r\n"));
        assertThat(begin.find()).isTrue();
        return begin.group(1) + " " + begin.group(2);
    }

    private void publish(String channel, Kind kind, String text) {
        hub.publish(channel, Draft.of(Payload.of(kind, text.getBytes(UTF_8))))
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    @Test
    void aPublicationIsAnEventWithItsPosition() {
        RawHttp http = open(get("/events/kept:a"));
        String first = readTo(http, "\r\n\r\n");
        assertThat(first)
                .startsWith("retry: 1234\r\nevent: begin\r\ndata: new\r\nid: ")
                .endsWith(":0\r\n\r\n");
        publish("kept:a", Kind.TEXT, " a\nb\r\nc\rd\n");
        String event = readTo(http, "\r\n\r\n");
        assertThat(event)
                .startsWith("id: ")
                .endsWith(":1\r\ndata:  a\r\ndata: b\r\ndata: c\r\ndata: d\r\ndata: \r\n\r\n");
        publish("kept:a", Kind.BINARY, "\u0000\u0001");
        assertThat(readTo(http, "\r\n\r\n")).endsWith(":2\r\ndata: AAE=\r\n\r\n");
        publish("kept:a", Kind.TEXT, "");
        assertThat(readTo(http, "\r\n\r\n")).endsWith(":3\r\ndata: \r\n\r\n");
        http.connection().close();
    }

    @Test
    void asJsonItKeepsEveryByte() {
        RawHttp http = open(get("/events/open:a?format=json"));
        begin(http);
        publish("open:a", Kind.TEXT, "a\r\n\"b");
        assertThat(readTo(http, "\r\n\r\n")).isEqualTo("data: \"a\\r\\n\\\"b\"\r\n\r\n");
        publish("open:a", Kind.JSON, "{\"a\":1}");
        assertThat(readTo(http, "\r\n\r\n")).isEqualTo("data: {\"a\":1}\r\n\r\n");
        publish("open:a", Kind.BINARY, "\u0000\u0001");
        assertThat(readTo(http, "\r\n\r\n")).isEqualTo("data: \"AAE=\"\r\n\r\n");
        publish("open:a", Kind.BINARY, "");
        assertThat(readTo(http, "\r\n\r\n")).isEqualTo("data: null\r\n\r\n");
        http.connection().close();
    }

    @ParameterizedTest
    @CsvSource({"Last-Event-ID", "since"})
    void whoComesBackGetsWhatItMissed(String by) {
        RawHttp first = open(get("/events/kept:a"));
        String at = begin(first).replace("new ", "");
        first.connection().close();
        publish("kept:a", Kind.TEXT, "one");
        publish("kept:a", Kind.TEXT, "two");
        RawHttp again =
                open(
                        by.equals("since")
                                ? get("/events/kept:a?since=" + at)
                                : get("/events/kept:a?since=other:5").with(by + ": " + at));
        String came = readTo(again, "data: two\r\n\r\n");
        assertThat(came).contains("event: begin\r\ndata: recovered\r\nid: " + at + "\r\n\r\n");
        assertThat(came.indexOf("data: one")).isBetween(0, came.indexOf("data: two"));
        again.connection().close();
    }

    @ParameterizedTest
    @CsvSource({"brief:a", "open:a", "kept:other"})
    void whoCannotGetWhatItMissedIsTold(String channel) {
        RawHttp first = open(get("/events/" + channel));
        String at = begin(first).replace("new ", "");
        first.connection().close();
        publish(channel, Kind.TEXT, "one");
        publish(channel, Kind.TEXT, "two");
        String id = channel.equals("kept:other") ? "what is this" : at;
        RawHttp again = open(get("/events/" + channel).with("Last-Event-ID: " + id));
        assertThat(readTo(again, "\r\n\r\n"))
                .contains("event: lost\r\ndata: ")
                .doesNotContain("event: begin");
        publish(channel, Kind.TEXT, "three");
        assertThat(readTo(again, "\r\n\r\n")).endsWith("data: three\r\n\r\n");
        again.connection().close();
    }

    @ParameterizedTest
    @CsvSource({
        "kept:a, wrong, 401, the token is missing or wrong",
        "kept:a, old, 401, the token has expired",
        "kept:a, nobody, 403, not allowed in this channel",
        "none:a, ann, 404, there is no such channel"
    })
    void whoMayNotEnterIsToldWhy(String channel, String token, int status, String sentence) {
        RawHttp http = connect();
        RawResponse response = http.exchange(get("/events/" + channel + "?token=" + token));
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(sentence + "\n");
        http.connection().close();
    }

    /// An EventSource would not come back after another status than 200; and it forgets its id if an event that has none comes first.
    @ParameterizedTest
    @CsvSource({
        "unlucky, 503, the channel cannot be reached at the moment",
        "many, 429, a limit would be exceeded"
    })
    void whatPassesEndsNoEventSource(String token, int status, String sentence) {
        RawRequest request = get("/events/kept:a?token=" + token);
        RawHttp http = connect();
        assertThat(http.exchange(request).status()).isEqualTo(status);
        RawResponse answer =
                http.exchange(request.with("Accept: text/event-stream", "Last-Event-ID: e:1"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.first("Content-Type")).contains(ServerSentEvents.CONTENT_TYPE);
        assertThat(answer.body()).isEqualTo(": " + sentence + "\r\nretry: 1234\r\n");
        RawRequest refused = get("/events/kept:a?token=wrong").with("Accept: text/event-stream");
        assertThat(http.exchange(refused).status()).isEqualTo(401);
        http.connection().close();
    }

    @ParameterizedTest
    @CsvSource({"true, 3503, say \\\"why\\\"", "false, 4403, taken out of the channel"})
    void whoIsSentAwayIsTold(boolean disconnect, int code, String reason) {
        RawHttp http = open(get("/events/kept:a?token=ann"));
        begin(http);
        Command.Target ann = Command.Target.user("ann");
        hub.connections()
                .command(
                        disconnect
                                ? new Command.Disconnect(ann, code, "say \"why\"")
                                : new Command.Unsubscribe(ann, "kept:a"));
        assertThat(readTo(http, "\r\n\r\n"))
                .isEqualTo(
                        "event: end\r\ndata: {\"code\":"
                                + code
                                + ",\"reason\":\""
                                + reason
                                + "\"}\r\n\r\n");
        assertThat(http.readChunk("the end")).isEmpty();
        http.connection().close();
    }

    @Test
    void onlyListedPagesMayConnect() {
        RawHttp http = connect();
        RawRequest foreign = get("/events/kept:a").with("Origin: https://foe.example");
        assertThat(http.exchange(foreign).status()).isEqualTo(403);
        RawResponse preflight =
                http.exchange(
                        RawRequest.of("OPTIONS", "127.0.0.1:" + server.port(), "/events/kept:a")
                                .with(
                                        "Origin: https://friend.example",
                                        "Access-Control-Request-Headers: last-event-id"));
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.first("Access-Control-Allow-Headers")).contains("last-event-id");
        assertThat(
                        http.exchange(
                                        RawRequest.of(
                                                "POST", "127.0.0.1:" + server.port(), "/events/a"))
                                .status())
                .isEqualTo(405);
        http.send(get("/events/kept:a").with("Origin: https://friend.example"));
        assertThat(http.readHead().first("Access-Control-Allow-Origin"))
                .contains("https://friend.example");
        http.connection().close();
    }

    @Test
    void aQuietStreamCarriesComments() {
        RawHttp http = open(get("/events/open:a"));
        begin(http);
        assertThat(http.readChunk("a heartbeat")).contains(":\r\n\r\n");
        http.connection().close();
    }

    @Test
    void anIdentityThatExpiresEndsTheStream() {
        RawHttp http = open(get("/events/open:a?token=brief"));
        while (http.readChunk("the end").isPresent()) {
            // Heartbeats.
        }
        assertThat(hub.connections().count()).isZero();
        http.connection().close();
    }

    @Test
    void aServerThatClosesDoesNotWaitForStreams() {
        RawHttp http = open(get("/events/open:a"));
        begin(http);
        long before = System.nanoTime();
        server.close(Duration.ofSeconds(60));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
        while (http.readChunk("the end").isPresent()) {
            // Heartbeats.
        }
        http.connection().close();
    }

    @Test
    void whoIsTooSlowComesBackAndHasMissedNothing() {
        RawHttp http = open(get("/events/kept:slow"));
        begin(http);
        int published = 0;
        String filler = "x".repeat(8 << 10);
        while (hub.subscribers("kept:slow") > 0 && published < 900) {
            publish("kept:slow", Kind.TEXT, published++ + filler);
        }
        awaitNobody("kept:slow");
        StringBuilder came = new StringBuilder();
        for (Optional<String> next = http.readChunk("the rest");
                next.isPresent();
                next = http.readChunk("the rest")) {
            came.append(next.get());
        }
        http.connection().close();
        int last = came.lastIndexOf("id: ");
        String id = came.substring(last + 4, came.indexOf("\r\n", last));
        int seen = Integer.parseInt(id.substring(id.lastIndexOf(':') + 1));
        assertThat(seen).isBetween(1, published - 1);

        RawHttp again = open(get("/events/kept:slow").with("Last-Event-ID: " + id));
        String rest = readTo(again, "data: " + (published - 1) + filler + "\r\n\r\n");
        assertThat(Pattern.compile("data: (\\d+)x").matcher(rest).results())
                .extracting(it -> Integer.parseInt(it.group(1)))
                .isEqualTo(IntStream.range(seen, published).boxed().toList());
        again.connection().close();
    }

    @Test
    void whoCatchesUpIsNotTooSlow() {
        // More than fits between it and the server.
        int missed = 600;
        String filler = "x".repeat(8 << 10);
        for (int i = 0; i < missed; i++) {
            publish("kept:late", Kind.TEXT, i + filler);
        }
        RawHttp http = open(get("/events/kept:late?since=:0"));
        publish("kept:late", Kind.TEXT, "new");
        String came = readTo(http, "data: new\r\n\r\n");
        assertThat(Pattern.compile("data: (\\d+)x").matcher(came).results())
                .extracting(it -> Integer.parseInt(it.group(1)))
                .isEqualTo(IntStream.range(0, missed).boxed().toList());
        publish("kept:late", Kind.TEXT, "newer");
        assertThat(readTo(http, "\r\n\r\n")).endsWith("data: newer\r\n\r\n");
        http.connection().close();
    }

    @Test
    void whoMissesSomeByThePolicyIsToldHowMany() {
        RawHttp http = open(get("/events/drop:slow"));
        begin(http);
        String filler = "x".repeat(8 << 10);
        int published = 2000;
        for (int i = 0; i < published; i++) {
            publish("drop:slow", Kind.TEXT, i + filler);
        }
        StringBuilder came = new StringBuilder();
        // What fits between it and the server is finite: something was skipped, and is told with
        // what comes next.
        while (came.indexOf("event: skipped") < 0) {
            came.append(http.readChunk("the rest").orElseThrow());
            if (came.indexOf("data: 0x") >= 0) {
                publish("drop:slow", Kind.TEXT, "more");
            }
        }
        Matcher skipped = Pattern.compile("event: skipped\r\ndata: (\\d+)\r\n\r\n").matcher(came);
        assertThat(skipped.find()).isTrue();
        assertThat(Integer.parseInt(skipped.group(1))).isPositive();
        http.connection().close();
    }

    private void awaitNobody(String channel) {
        for (int tries = 0; hub.subscribers(channel) > 0; tries++) {
            assertThat(tries).isLessThan(2000);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
