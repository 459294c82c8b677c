package dev.duplex.conformance.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.StreamedOptions;
import dev.duplex.access.Admission;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Decoded;
import dev.duplex.centrifuge.protocol.Emulation;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.Payload;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client gets that does all as it should, and who is let in.
class StreamTest extends StreamSuite {
    @Test
    @DisplayName(
            "a JSON stream is lines, which come as they are said; other commands go to /emulation")
    void streamsLines() {
        Server server = serve();
        RawHttp http = http(server);
        RawHead head = http.send(stream(server, CONNECT)).readHead();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.first("Content-Type")).hasValue("application/x-ndjson");
        assertThat(head.first("X-Accel-Buffering")).hasValue("no");
        assertThat(head.first("Cache-Control").orElseThrow()).contains("no-store", "no-transform");
        Connected client =
                connected(server, http, http.readChunk("the reply to connect").orElseThrow());

        RawResponse answer =
                say(
                        client,
                        "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}\n{\"id\":3,\"ping\":{}}");
        assertThat(answer.status()).isEqualTo(204);
        // The hub takes its time with the first; both are lines, however they come.
        String replies = "";
        while (replies.lines().count() < 2) {
            replies += client.stream().readChunk("the replies").orElseThrow();
        }
        assertThat(replies).endsWith("\n");
        assertThat(replies.lines())
                .containsExactlyInAnyOrder("{\"id\":2,\"subscribe\":{}}", "{\"id\":3,\"ping\":{}}");
        say(client, "{\"id\":4,\"publish\":{\"channel\":\"chat:a\",\"data\":\"ü\\n😀\"}}");
        String came = "";
        while (!came.contains("\"pub\"")) {
            came += client.stream().readChunk("the publication").orElseThrow();
        }
        assertThat(came).contains("\"data\":\"ü\\n😀\"");
    }

    @Test
    @DisplayName("Protobuf is asked for by application/octet-stream, and answered as that")
    void streamsProtobuf() {
        Server server = serve();
        RawHttp http = http(server);
        Codec codec = Codec.protobuf();
        byte[] connect = codec.encode(new Command(1, Request.Connect.builder().build()));
        RawHead head =
                http.send(
                                request(server, "POST", "/connection/http_stream")
                                        .with("Content-Type: application/octet-stream")
                                        .body(connect))
                        .readHead();
        assertThat(head.first("Content-Type")).hasValue("application/octet-stream");
        Result.Connect connected = (Result.Connect) reply(codec, http).body();
        byte[] body =
                codec.encode(
                        new Emulation(
                                connected.node(),
                                connected.session(),
                                Data.copyOf(codec.encode(new Command(2, new Request.Ping())))));
        RawResponse answer =
                http(server)
                        .exchange(
                                request(server, "POST", "/emulation")
                                        .with("Content-Type: application/octet-stream")
                                        .body(body));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(reply(codec, http)).isEqualTo(new Reply(2, new Result.Ping()));
    }

    private static Reply reply(Codec codec, RawHttp http) {
        byte[] chunk = http.readBinaryChunk("a reply").orElseThrow();
        assertThat(codec.replies(chunk)).isInstanceOf(Decoded.Messages.class);
        return ((Decoded.Messages<Reply>) codec.replies(chunk)).messages().getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    @DisplayName("an event stream begins at once, and has an event for each reply")
    void streamsEvents(String method) {
        Server server = serve();
        RawHttp http = http(server);
        RawRequest request =
                method.equals("GET")
                        ? events(server, CONNECT)
                        : request(server, "POST", "/connection/sse").body(CONNECT);
        RawHead head = http.send(request).readHead();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.first("Content-Type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(head.first("X-Content-Type-Options")).hasValue("nosniff");
        String all = "";
        while (!all.endsWith("\r\n\r\n") || all.length() < 5) {
            all += http.readChunk("the reply to connect").orElseThrow();
        }
        assertThat(all).startsWith("\r\ndata: {");
        Connected client = connected(server, http, all.substring("\r\ndata: ".length()));
        say(client, "{\"id\":2,\"ping\":{}}\n{\"id\":3,\"ping\":{}}");
        assertThat(http.readChunk("two events"))
                .hasValue(
                        "data: {\"id\":2,\"ping\":{}}\r\n\r\ndata: {\"id\":3,\"ping\":{}}\r\n\r\n");
    }

    @Test
    @DisplayName("a bare EventSource says all that it wants in cf_connect")
    void aBareEventSourceReads() {
        Server server = serve();
        RawHttp http = http(server);
        http.send(events(server, CONNECT + "\n{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}"))
                .readHead();
        String all = "";
        while (!all.contains("\"id\":2")) {
            all += http.readChunk("the replies").orElseThrow();
        }
        var _ = hub.publish("chat:a", Payload.of(Payload.Kind.JSON, new byte[] {'7'}));
        assertThat(http.readChunk("the publication"))
                .hasValue("data: {\"push\":{\"channel\":\"chat:a\",\"pub\":{\"data\":7}}}\r\n\r\n");
    }

    @Test
    @DisplayName("the head goes out before there is anything to say")
    void theHeadGoesOutAtOnce() {
        CompletableFuture<dev.duplex.channels.Result<Admission>> decision =
                new CompletableFuture<>();
        Server server =
                start(
                        builder()
                                .hub(hub)
                                .streamed(
                                        new Centrifuge(hub, Undecided.options(decision))
                                                .overHttp(Origins.same())));
        RawHttp http = http(server);
        assertThat(http.send(stream(server, CONNECT)).readHead().status()).isEqualTo(200);
        assertThat(decision).isNotDone();
    }

    @Test
    @DisplayName("RFC 9112 §7: to HTTP/1.0 the stream is what comes before the connection's end")
    void speaksHttp10() {
        Server server = serve();
        RawHttp http = http(server);
        String bad = "{\"subscribe\":{\"channel\":\"chat:a\"}}";
        RawHead head = http.send(stream(server, CONNECT + "\n" + bad).version10()).readHead();
        assertThat(RawHttp.chunked(head)).isFalse();
        assertThat(http.readToEnd().lines())
                .hasSize(2)
                .last()
                .isEqualTo(disconnect(3501, "bad request"));
    }

    @Test
    @DisplayName("a request of another method is told which there are")
    void otherMethods() {
        Server server = serve();
        for (String path : List.of("/connection/http_stream", "/emulation")) {
            for (String method : List.of("GET", "HEAD", "PUT")) {
                RawResponse answer = http(server).exchange(request(server, method, path));
                assertThat(answer.status()).as(method + " " + path).isEqualTo(405);
                assertThat(answer.first("Allow")).hasValue("OPTIONS, POST");
            }
        }
        RawResponse head = http(server).exchange(request(server, "HEAD", "/connection/sse"));
        assertThat(head.status()).isEqualTo(405);
        assertThat(head.first("Allow")).hasValue("GET, OPTIONS, POST");
        assertThat(hub.connections().count()).isZero();
    }

    // --- pages

    private Server serveTo(Origins origins) {
        return serve(StreamedOptions.DEFAULT.withOrigins(origins), Limits.DEFAULT, options());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/connection/http_stream", "/connection/sse", "/emulation"})
    @DisplayName("pages of the list may connect, and are told so before they ask; others may not")
    void pages(String path) {
        Server server = serveTo(Origins.of("https://page.example"));
        RawRequest preflight =
                request(server, "OPTIONS", path)
                        .with(
                                "Access-Control-Request-Method: POST",
                                "Access-Control-Request-Headers: content-type");
        RawResponse allowed = http(server).exchange(preflight.with("Origin: https://page.example"));
        assertThat(allowed.status()).isEqualTo(204);
        assertThat(allowed.first("Access-Control-Allow-Origin")).hasValue("https://page.example");
        assertThat(allowed.first("Access-Control-Allow-Credentials")).hasValue("true");
        assertThat(allowed.first("Access-Control-Allow-Headers")).hasValue("content-type");
        assertThat(allowed.first("Access-Control-Allow-Methods").orElseThrow()).contains("POST");
        assertThat(allowed.first("Vary")).hasValue("Origin");
        RawRequest post = request(server, "POST", path).body(CONNECT);
        for (RawRequest request : List.of(preflight, post)) {
            RawResponse refused =
                    http(server).exchange(request.with("Origin: https://other.example"));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.first("Access-Control-Allow-Origin")).isEmpty();
        }
        assertThat(hub.connections().count()).isZero();
    }

    @Test
    @DisplayName("what a page may have embedded has to show where it comes from")
    void embedding() {
        Server server = serve();
        RawRequest embedded = events(server, CONNECT).with("Cookie: user=ann");
        assertThat(http(server).exchange(embedded).status()).isEqualTo(403);
        assertThat(
                        http(server)
                                .send(embedded.with("Sec-Fetch-Site: same-origin"))
                                .readHead()
                                .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"publish\":{\"channel\":\"chat:a\",\"data\":7}",
                "\"rpc\":{\"method\":\"a\"}",
                "\"send\":{\"data\":7}"
            })
    @DisplayName(
            "RFC 9110 §9.2.1: what any page can have a browser get changes nothing; by POST it does")
    void aGetChangesNothing(String command) {
        Server server = serve();
        String frame = CONNECT + "\n{\"id\":2," + command + "}";
        RawHttp http = http(server);
        assertThat(http.exchange(events(server, frame)).status()).isEqualTo(403);
        assertThat(hub.connections().count()).isZero();
        assertThat(
                        http.send(request(server, "POST", "/connection/sse").body(frame))
                                .readHead()
                                .status())
                .isEqualTo(200);
    }

    // --- the end

    @Test
    @DisplayName("a server that stops says so to every stream, and ends it")
    void theServerStops() throws Exception {
        Server server = serve();
        Connected client = connected(server);
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> closed = closing.submit(() -> server.close(Duration.ofSeconds(10)));
            client.expectDisconnect(3001, "shutdown");
            closed.get(20, TimeUnit.SECONDS);
        }
    }
}
