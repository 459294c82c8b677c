package dev.duplex.conformance.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.StreamedOptions;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Result;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that are wrong, too large, too many, or leave, and clients that do not read.
class HostileStreamTest extends StreamSuite {
    private static final String PING = "{\"id\":2,\"ping\":{}}";

    @Test
    @DisplayName("commands for a session that there is not are answered 404")
    void foreignSessions() {
        Server server = serve();
        Connected client = connected(server);
        for (RawRequest request :
                List.of(
                        emulation(server, "0".repeat(32), client.node(), PING),
                        emulation(server, client.session(), "another-node", PING),
                        emulation(server, "", "", PING))) {
            assertThat(http(server).exchange(request).status()).isEqualTo(404);
        }
        assertThat(say(client, PING).status()).isEqualTo(204);
        client.expect(PING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"session\":1}", "{\"data\":{}}", "{} {}"})
    @DisplayName("what is no emulation request is answered 400")
    void brokenEmulation(String body) {
        Server server = serve();
        assertThat(http(server).exchange(request(server, "POST", "/emulation").body(body)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/connection/sse",
                "/connection/sse?cf_connect=",
                "/connection/sse?connect=x"
            })
    @DisplayName("an event stream without a command is answered 400")
    void nothingToConnectWith(String target) {
        Server server = serve();
        assertThat(http(server).exchange(request(server, "GET", target)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "\u0000", "{\"id\":1,\"subscribe\":{\"channel\":\"chat:a\"}}"})
    @DisplayName("a stream that does not begin with connect is told 3501, and ends")
    void noConnect(String frame) {
        Server server = serve();
        RawResponse stream = http(server).exchange(stream(server, frame));
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.body()).isEqualTo(disconnect(3501, "bad request") + "\n");
        assertThat(hub.connections().count()).isZero();
    }

    @Test
    @DisplayName("a frame that is none ends the session, and nobody finds it any more")
    void brokenFrame() {
        Server server = serve();
        Connected client = connected(server);
        assertThat(say(client, "{").status()).isIn(204, 404);
        client.expectDisconnect(3501, "bad request");
        eventually("the session is forgotten", () -> say(client, PING).status() == 404);
        assertThat(hub.connections().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"/connection/http_stream", "/connection/sse", "/emulation"})
    @DisplayName("a body over requestBytes is answered 413, announced or not")
    void largeBodies(String path) {
        Server server =
                serve(StreamedOptions.DEFAULT.withRequestBytes(1000), Limits.DEFAULT, options());
        String large = " ".repeat(1001);
        RawRequest request = request(server, "POST", path);
        assertThat(http(server).exchange(request.body(large)).status()).isEqualTo(413);
        assertThat(http(server).exchange(request.chunked(large.substring(500), large)).status())
                .isEqualTo(413);
        assertThat(http(server).exchange(request.announcing(Long.MAX_VALUE, new byte[0])).status())
                .isEqualTo(413);
    }

    @Test
    @DisplayName("limits of the protocol's own hold for its sessions, in place of the server's")
    void limitsOfItsOwn() {
        Server server =
                serve(
                        StreamedOptions.DEFAULT.withLimits(
                                Limits.builder().messageBytes(100).build()),
                        Limits.DEFAULT,
                        options());
        Connected client = connected(server);
        assertThat(say(client, PING + " ".repeat(100 - PING.length())).status()).isEqualTo(204);
        client.expect(PING);
        say(client, PING + " ".repeat(101 - PING.length()));
        client.expectDisconnect(3501, "a message of 101 bytes, the most is 100");
    }

    @Test
    @DisplayName("a stream that is reset ends its session")
    void reset() {
        Server server = serve();
        Connected client = connected(server);
        say(client, "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}");
        assertThat(client.stream().readChunk("the reply")).isPresent();
        assertThat(hub.subscribers("chat:a")).isEqualTo(1);
        client.stream().connection().reset();
        eventually(
                "the client is gone",
                () -> hub.connections().count() == 0 && hub.subscribers("chat:a") == 0);
        eventually("its session is forgotten", () -> say(client, PING).status() == 404);
    }

    @Test
    @DisplayName("a session that ends makes room for another of its address")
    void sessionsOfAnAddress() {
        Server server =
                serve(
                        StreamedOptions.DEFAULT,
                        Limits.builder().detachedSessionsPerAddress(1).build(),
                        options());
        Connected first = connected(server);
        assertThat(http(server).exchange(stream(server, CONNECT)).status()).isEqualTo(429);
        assertThat(http(server).exchange(events(server, CONNECT)).status()).isEqualTo(429);
        first.stream().connection().reset();
        eventually(
                "another is let in",
                () -> http(server).send(stream(server, CONNECT)).readHead().status() == 200);
    }

    @Test
    @DisplayName("there are no more sessions than detachedSessions")
    void sessionsInAll() {
        Server server =
                serve(
                        StreamedOptions.DEFAULT,
                        Limits.builder().detachedSessions(1).build(),
                        options());
        connected(server);
        assertThat(http(server).exchange(stream(server, CONNECT)).status()).isEqualTo(503);
    }

    @Test
    @DisplayName(
            "requests of a busy session wait for their answer, and no more than WAITING_REQUESTS of them")
    void waitingRequests() {
        List<CompletableFuture<Result<Payload>>> calls = new ArrayList<>();
        Server server =
                serve(
                        StreamedOptions.DEFAULT,
                        Limits.DEFAULT,
                        options()
                                .commandsUnderWay(1)
                                .method(
                                        "wait",
                                        _ -> {
                                            CompletableFuture<Result<Payload>> call =
                                                    new CompletableFuture<>();
                                            synchronized (calls) {
                                                calls.add(call);
                                            }
                                            return call;
                                        }));
        Connected client = connected(server);
        List<RawHttp> waiting = new ArrayList<>();
        waiting.add(http(server).send(client.says("{\"id\":2,\"rpc\":{\"method\":\"wait\"}}")));
        eventually(
                "it is called",
                () -> {
                    synchronized (calls) {
                        return !calls.isEmpty();
                    }
                });
        // With the call one more than may wait: which of them is refused is not said, for they come
        // by different
        // loops.
        for (int i = 0; i < StreamedOptions.WAITING_REQUESTS; i++) {
            waiting.add(http(server).send(client.says("{\"id\":%d,\"ping\":{}}".formatted(3 + i))));
        }
        eventually("one is refused", () -> waiting.stream().anyMatch(RawHttp::cameUnread));
        List<RawHttp> answered = waiting.stream().filter(RawHttp::cameUnread).toList();
        assertThat(answered).hasSize(1);
        assertThat(answered.getFirst().readResponse().status()).isEqualTo(503);
        waiting.removeAll(answered);
        synchronized (calls) {
            calls.getFirst().complete(Result.done(Payload.none()));
        }
        for (RawHttp one : waiting) {
            assertThat(one.readResponse().status()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @CsvSource({"chat, true", "drop, false"})
    @DisplayName("who does not read costs no more than its queue, and gets what its channel says")
    void slowReader(String namespace, boolean disconnected) {
        // Where it is too slow nothing else may be why it goes.
        Duration writeTimeout = disconnected ? Duration.ofMinutes(1) : Duration.ofSeconds(2);
        Limits limits = Limits.builder().queueBytes(64 << 10).writeTimeout(writeTimeout).build();
        Server server = serve(StreamedOptions.DEFAULT, limits, options());
        String channel = namespace + ":a";
        Connected slow = connected(server, narrow(server));
        say(slow, "{\"id\":2,\"subscribe\":{\"channel\":\"%s\"}}".formatted(channel));
        Connected quick = connected(server);
        say(quick, "{\"id\":2,\"subscribe\":{\"channel\":\"%s\"}}".formatted(channel));
        assertThat(quick.stream().readChunk("the reply")).isPresent();
        byte[] payload = ("\"" + "x".repeat(16 << 10) + "\"").getBytes(StandardCharsets.US_ASCII);
        // More than all buffers on the way hold: 16 MiB.
        for (int i = 0; i < 1024; i++) {
            var _ = hub.publish(channel, Payload.of(Payload.Kind.JSON, payload));
            assertThat(quick.stream().readChunk("publication " + i).orElseThrow()).contains("xxx");
        }
        if (disconnected) {
            eventually("it was too slow", () -> hub.subscribers(channel) == 1);
        }
        eventually(
                "whoever takes nothing for writeTimeout is let go",
                () -> hub.connections().count() == 1);
        assertThat(say(quick, PING).status()).isEqualTo(204);
    }

    @Test
    @DisplayName("who reads all that comes is never taken for one that does not")
    void steadyReader() {
        Limits limits = Limits.builder().writeTimeout(Duration.ofMillis(20)).build();
        Server server = serve(StreamedOptions.DEFAULT, limits, options());
        Connected client = connected(server);
        say(client, "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}");
        assertThat(client.stream().readChunk("the reply")).isPresent();
        byte[] payload = "7".repeat(9000).getBytes(StandardCharsets.US_ASCII);
        payload[0] = '"';
        payload[payload.length - 1] = '"';
        for (int i = 0; i < 5000; i++) {
            var _ = hub.publish("chat:a", Payload.of(Payload.Kind.JSON, payload));
            assertThat(client.stream().readChunk("publication " + i)).isPresent();
        }
    }
}
