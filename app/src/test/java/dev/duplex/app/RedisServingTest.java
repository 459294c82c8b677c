package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.app.Served.Peer;
import dev.duplex.app.config.UserError;
import dev.duplex.faults.LastingPort;
import dev.duplex.faults.ServerProcess;
import dev.duplex.testkit.Eventually;
import dev.duplex.testkit.RedisServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two programs on one Redis serve the same channels.
@Timeout(120)
class RedisServingTest {
    private static final String PASSWORD = "open-sesame";

    @TempDir Path folder;

    private RedisServer redis;

    @BeforeEach
    void start() throws Exception {
        redis = RedisServer.startAt(LastingPort.find(), folder, "--requirepass", PASSWORD);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private Map<String, String> variables(String... more) throws Exception {
        Map<String, String> variables = new HashMap<>();
        variables.put("DUPLEX_ENGINE", "redis");
        variables.put("DUPLEX_REDIS_ADDRESSES", redis.url());
        variables.put(
                "DUPLEX_REDIS_PASSWORD_FILE",
                Files.writeString(folder.resolve("password"), PASSWORD + "\n").toString());
        variables.put("DUPLEX_API_KEYS", Served.API_KEY);
        variables.put("DUPLEX_ANONYMOUS", "true");
        variables.put("DUPLEX_NAMESPACES_NEWS_HISTORY_SIZE", "10");
        variables.put("DUPLEX_NAMESPACES_NEWS_PRESENCE", "true");
        variables.put("DUPLEX_NAMESPACES_NEWS_ALLOW_SUBSCRIBE", "anyone");
        for (int i = 0; i < more.length; i += 2) {
            variables.put(more[i], more[i + 1]);
        }
        return variables;
    }

    static String call(Served served, String method, String body) throws Exception {
        return served.http()
                .send(
                        served.request("/api/" + method)
                                .header("X-API-Key", Served.API_KEY)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    static void awaitReady(Served served, int status) {
        Eventually.holds(
                "/ready answers " + status,
                DuplexProcess.PATIENCE,
                () -> served.get("/ready").statusCode() == status);
    }

    private static Peer subscriber(Served served) throws Exception {
        return subscriber(served, "news:a");
    }

    private static Peer subscriber(Served served, String channel) throws Exception {
        Peer peer = served.connect("/connection/websocket", served.origin());
        peer.send("{\"id\":1,\"connect\":{}}");
        assertThat(peer.next()).contains("\"connect\"");
        peer.send("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
        assertThat(peer.next()).contains("\"subscribe\"");
        return peer;
    }

    @Test
    void whatIsPublishedAtOneComesAtTheOther() throws Exception {
        try (Served one = Served.with(variables());
                Served other = Served.with(variables())) {
            Peer peer = subscriber(other);
            assertThat(call(one, "publish", "{\"channel\":\"news:a\",\"data\":\"hello\"}"))
                    .contains("\"offset\":1");
            assertThat(peer.next()).contains("\"hello\"");
            assertThat(call(other, "history", "{\"channel\":\"news:a\",\"limit\":10}"))
                    .contains("\"hello\"");
            assertThat(call(one, "presence_stats", "{\"channel\":\"news:a\"}"))
                    .contains("\"num_clients\":1");
        }
    }

    @Test
    void whatDemosTellOfANodeIsThatNodesOwn() throws Exception {
        try (Served one = Served.with(variables(), "--dev");
                Served other = Served.with(variables(), "--dev")) {
            Peer here = subscriber(one, "ticker:here");
            Peer there = subscriber(other, "ticker:here");
            Peer talk = subscriber(other, "chat:lobby");
            publish(one, "ticker:here", "first");
            publish(other, "ticker:here", "second");
            publish(one, "chat:lobby", "third");
            assertThat(here.next()).contains("\"first\"");
            assertThat(there.next()).contains("\"second\"");
            assertThat(talk.next()).contains("\"third\"");
            publish(one, "ticker:here", "fourth");
            assertThat(here.next()).as("and nothing else").contains("\"fourth\"");
            Peer door = one.connect("/channel/door:ticker", one.origin());
            assertThat(door.next()).startsWith("{\"rate\":5000,");
        }
    }

    @Test
    void aTickerThatIsConfiguredIsShared() throws Exception {
        String[] settings = {
            "DUPLEX_NAMESPACES_TICKER_ALLOW_SUBSCRIBE", "anyone",
            "DUPLEX_NAMESPACES_TICKER_HISTORY_SIZE", "1"
        };
        try (Served one = Served.with(variables(settings), "--dev");
                Served other = Served.with(variables(settings), "--dev")) {
            Peer peer = subscriber(other, "ticker:here");
            publish(one, "ticker:here", "first");
            assertThat(peer.next()).contains("\"first\"");
        }
    }

    private static void publish(Served served, String channel, String text) throws Exception {
        assertThat(
                        call(
                                served,
                                "publish",
                                "{\"channel\":\"" + channel + "\",\"data\":\"" + text + "\"}"))
                .contains("\"result\"");
    }

    @Test
    void theyKnowEachOther() throws Exception {
        try (Served one = Served.with(variables("DUPLEX_NODE_NAME", "first"));
                Served other = Served.with(variables(), "--node-name=second")) {
            String info = call(one, "info", "{}");
            while (!info.contains(one.hub().node()) || !info.contains(other.hub().node())) {
                info = call(one, "info", "{}");
            }
            assertThat(info)
                    .contains("\"name\":\"first\"", "\"name\":\"second\"")
                    .contains("\"version\":\"" + Duplex.version() + "\"");
            Peer peer = other.connect("/connection/websocket", other.origin());
            peer.send("{\"id\":1,\"connect\":{}}");
            String client = peer.next().replaceFirst("(?s).*\"client\":\"([^\"]+)\".*", "$1");
            // Hearing of commands may begin a moment after it is there.
            String body = "{\"user\":\"\",\"client\":\"" + client + "\"}";
            while (other.hub().connections().client(client).isPresent()) {
                assertThat(call(one, "disconnect", body)).contains("\"result\"");
            }
            assertThat(peer.end().code()).isEqualTo(3503);
        }
    }

    @Test
    void commandsOfAStreamMayComeToTheOther() throws Exception {
        try (Served one = Served.with(variables());
                Served other = Served.with(variables())) {
            for (String transport : List.of("http_stream", "sse")) {
                try (BufferedReader stream = stream(one, transport)) {
                    String connected = next(stream);
                    String session =
                            connected.replaceFirst("(?s).*\"session\":\"([^\"]+)\".*", "$1");
                    String subscribe =
                            "{\"id\":2,\"subscribe\":{\"channel\":\"news:" + transport + "\"}}";
                    assertThat(connected).contains("\"node\":\"" + one.hub().node() + "\"");
                    // That the other is there is known a moment after it has begun.
                    Eventually.holds(
                            "the command reaches its node",
                            DuplexProcess.PATIENCE,
                            () -> emulate(other, session, one.hub().node(), subscribe) == 204);
                    assertThat(next(stream)).contains("\"id\":2", "\"subscribe\"");
                    publish(other, "news:" + transport, "hello");
                    assertThat(next(stream)).contains("\"hello\"");
                }
            }
            assertThat(emulate(other, "0".repeat(32), "nowhere", "{}")).isEqualTo(404);
        }
    }

    /// A node that stands still is told apart from one that has the command: the answer is 504. When it goes on, it does what it was handed.
    @Test
    void ofAPausedNodeCommandsAreNotAnswered() throws Exception {
        int port = LastingPort.find();
        List<String> command = new ArrayList<>(ThisProgram.command());
        command.addAll(List.of("serve", "--port=" + port));
        ServerProcess.Builder program = ServerProcess.of(command);
        variables("DUPLEX_METRICS", "false").forEach(program::environment);
        URI there = URI.create("http://127.0.0.1:" + port);
        try (ServerProcess one = program.start(folder.resolve("one.log"), there.resolve("/ready"));
                Served other = Served.with(variables("DUPLEX_LIMITS_RELAY_PATIENCE", "10s"));
                BufferedReader stream = stream(other, there.resolve("/connection/http_stream"))) {
            String connected = next(stream);
            String session = connected.replaceFirst("(?s).*\"session\":\"([^\"]+)\".*", "$1");
            String node = connected.replaceFirst("(?s).*\"node\":\"([^\"]+)\".*", "$1");
            Eventually.holds(
                    "the command reaches its node",
                    DuplexProcess.PATIENCE,
                    () -> emulate(other, session, node, "{\"id\":2,\"ping\":{}}") == 204);
            assertThat(next(stream)).contains("\"id\":2");
            assertThat(emulate(other, "0".repeat(32), node, "{\"id\":3,\"ping\":{}}"))
                    .isEqualTo(404);
            one.pause();
            assertThat(emulate(other, session, node, "{\"id\":4,\"ping\":{}}")).isEqualTo(504);
            one.resume();
            assertThat(next(stream)).contains("\"id\":4");
        }
    }

    private static BufferedReader stream(Served served, String transport) throws Exception {
        return stream(served, served.uri("/connection/" + transport));
    }

    private static BufferedReader stream(Served by, URI uri) throws Exception {
        InputStream stream =
                by.http()
                        .send(
                                HttpRequest.newBuilder(uri)
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString("{\"id\":1,\"connect\":{}}"))
                                        .build(),
                                BodyHandlers.ofInputStream())
                        .body();
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /// The next reply or push, without the signs of life in between.
    private static String next(BufferedReader stream) throws Exception {
        String line = stream.readLine();
        while (line != null && (line.isBlank() || line.endsWith("{}"))) {
            line = stream.readLine();
        }
        return String.valueOf(line);
    }

    private static int emulate(Served served, String session, String node, String frame)
            throws Exception {
        String body =
                "{\"session\":\"%s\",\"node\":\"%s\",\"data\":\"%s\"}"
                        .formatted(session, node, frame.replace("\"", "\\\""));
        return served.http()
                .send(
                        served.request("/emulation")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void withoutRedisItIsNotReady() throws Exception {
        try (Served served =
                Served.with(variables("DUPLEX_REDIS_PATIENCE", "10s", "DUPLEX_METRICS", "false"))) {
            assertThat(served.get("/ready").body()).isEqualTo("ready\n");
            redis.kill();
            awaitReady(served, 503);
            assertThat(served.get("/ready").body())
                    .isEqualTo("not ready: Redis is not connected\n");
            // 100 is the protocol's temporary error.
            assertThat(call(served, "publish", "{\"channel\":\"news:a\",\"data\":1}"))
                    .contains("\"code\":100");
            try (RedisServer again =
                    RedisServer.startAt(redis.port(), folder, "--requirepass", PASSWORD)) {
                assertThat(again.port()).isEqualTo(redis.port());
                awaitReady(served, 200);
                assertThat(call(served, "publish", "{\"channel\":\"news:a\",\"data\":1}"))
                        .contains("\"offset\":1");
            }
        }
    }

    @Test
    void overTlsTheServersCertificateIsLookedAt() throws Exception {
        Certificate certificate = Certificate.named("localhost", folder);
        int port = LastingPort.find();
        try (RedisServer closed =
                RedisServer.start(
                        folder,
                        "--tls-port",
                        Integer.toString(port),
                        "--tls-cert-file",
                        certificate.chain().toString(),
                        "--tls-key-file",
                        certificate.key().toString(),
                        "--tls-auth-clients",
                        "no",
                        "--requirepass",
                        PASSWORD)) {
            assertThat(closed.port()).isNotEqualTo(port);
            String address = "rediss://localhost:" + port;
            assertThatThrownBy(() -> Served.with(variables("DUPLEX_REDIS_ADDRESSES", address)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("localhost:" + port)
                    .hasMessageEndingWith(
                            "; --redis-tls-ca names the authorities whose certificates are trusted");
            try (Served served =
                    Served.with(
                            variables(
                                    "DUPLEX_REDIS_ADDRESSES",
                                    address,
                                    "DUPLEX_REDIS_TLS_CA",
                                    certificate.chain().toString()))) {
                assertThat(call(served, "publish", "{\"channel\":\"news:a\",\"data\":1}"))
                        .contains("\"offset\":1");
            }
        }
    }

    @Test
    void whereNoneOfSeveralIsTheStartSaysSoToo() throws Exception {
        redis.close();
        String sentinel = "redis-sentinel://127.0.0.1:" + redis.port() + "#master";
        for (Map<String, String> several :
                List.of(
                        variables("DUPLEX_REDIS_CLUSTER", "true"),
                        variables("DUPLEX_REDIS_ADDRESSES", sentinel))) {
            assertThatThrownBy(() -> Served.with(several))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("127.0.0.1:" + redis.port())
                    .hasMessageContaining("; start Redis, or say where it is");
        }
    }

    @Test
    void whereItIsNotTheStartSaysSo() throws Exception {
        redis.close();
        assertThatThrownBy(() -> Served.with(variables()))
                .isInstanceOfSatisfying(
                        UserError.class,
                        it -> assertThat(it.exitCode()).isEqualTo(UserError.RUNTIME))
                .hasMessageContaining("Redis at 127.0.0.1:" + redis.port())
                .hasMessageContaining("--redis-address");
    }

    /// It is there: nobody has to start it, or say where it is.
    @Test
    void aWrongPasswordIsOneSentence() {
        assertThatThrownBy(() ->
                        Served.with(
                                variables(
                                        "DUPLEX_REDIS_PASSWORD_FILE",
                                        Files.writeString(folder.resolve("wrong"), "wrong")
                                                .toString())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("WRONGPASS")
                .hasMessageNotContaining("--redis-address")
                .hasMessageNotContaining("start Redis");
    }

    @Test
    void withoutChannelsNobodyConnects() throws Exception {
        redis.close();
        Served.with(Map.of("DUPLEX_ENGINE", "redis", "DUPLEX_REDIS_ADDRESSES", redis.url()))
                .close();
    }

    @Test
    void theConfigurationIsToldWithoutThePassword() {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code =
                Duplex.run(
                        Map.of(
                                "DUPLEX_ENGINE", "redis",
                                "DUPLEX_REDIS_ADDRESSES", "redis://somewhere:6380",
                                "DUPLEX_REDIS_PASSWORD", "hidden",
                                "DUPLEX_ANONYMOUS", "true",
                                "DUPLEX_NAMESPACES_NEWS_ALLOW_SUBSCRIBE", "anyone"),
                        InputStream.nullInputStream(),
                        print,
                        print,
                        "check-config");
        String told = out.toString(StandardCharsets.UTF_8);
        assertThat(code).as(told).isZero();
        assertThat(told)
                .contains("They are kept in Redis, below duplex")
                .containsPattern("Others that share them know it as \\S+_8080\\.")
                .contains("DUPLEX_REDIS_ADDRESSES = redis://somewhere:6380")
                .contains("DUPLEX_REDIS_PASSWORD = (not shown)")
                .doesNotContain("hidden");
    }
}
