package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.Served.Peer;
import dev.duplex.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `duplex drain`, and what it calls of the HTTP API.
@Timeout(120)
class DrainCommandTest {
    private static final String KEY = "key-of-the-tests";

    @TempDir Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();

    /// Where the server is that was started last.
    private URI address = URI.create("http://127.0.0.1:1/");

    /// Starts a server in a process of its own.
    ///
    /// @param sessions how many are there: of clients who say nothing, and stay for their connect timeout
    private DuplexProcess start(int sessions, String... more) throws Exception {
        Files.writeString(
                folder.resolve("duplex.yaml"),
                """
                anonymous: true
                engine: memory
                host: 127.0.0.1
                centrifuge:
                  connect-timeout: 5m
                api:
                  keys: [ key-of-the-tests ]
                namespaces:
                  news:
                    history-size: 100
                    allow:
                      subscribe: anyone
                """);
        List<String> arguments = new ArrayList<>(List.of("serve", "--config=duplex.yaml"));
        arguments.add("--port=0");
        arguments.addAll(List.of(more));
        DuplexProcess started = DuplexProcess.start(folder, arguments.toArray(String[]::new));
        address = started.address();
        connect(sessions);
        return started;
    }

    private static Run draining(URI address, String... arguments) {
        List<String> all = new ArrayList<>(List.of("drain", "--url=" + address));
        all.addAll(List.of(arguments));
        return Run.of(Map.of("DUPLEX_API_KEYS", KEY), all.toArray(String[]::new));
    }

    /// One that runs meanwhile.
    private static final class Meanwhile {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final CompletableFuture<Integer> code;

        Meanwhile(URI address, String option) {
            code =
                    CompletableFuture.supplyAsync(
                            () ->
                                    Duplex.run(
                                            Map.of("DUPLEX_API_KEYS", KEY),
                                            InputStream.nullInputStream(),
                                            new PrintStream(out, true, StandardCharsets.UTF_8),
                                            new PrintStream(err, true, StandardCharsets.UTF_8),
                                            "drain",
                                            "--url=" + address,
                                            option),
                            task -> Thread.ofVirtual().start(task));
        }

        /// Waits until it has said something.
        void awaitOut(String text) {
            Eventually.holds(
                    "it says: " + text,
                    DuplexProcess.PATIENCE,
                    () -> out.toString(StandardCharsets.UTF_8).contains(text));
        }

        Run run() throws Exception {
            return new Run(
                    code.get(),
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }
    }

    private static HttpResponse<String> call(
            HttpClient http, URI address, String key, String method, String params)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(address.resolve("/api/rpc"))
                        .header("X-API-Key", key)
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"method\":\""
                                                + method
                                                + "\",\"params\":"
                                                + params
                                                + "}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> call(URI address, String method, String params) throws Exception {
        return call(http, address, KEY, method, params);
    }

    private void connect(int sessions) throws Exception {
        URI uri = URI.create("ws://" + address.getAuthority()).resolve("/connection/websocket");
        for (int i = 0; i < sessions; i++) {
            WebSocket socket =
                    http.newWebSocketBuilder()
                            .buildAsync(
                                    uri,
                                    new WebSocket.Listener() {
                                        @Override
                                        public CompletionStage<?> onClose(
                                                WebSocket webSocket, int code, String reason) {
                                            closed.add(code);
                                            return CompletableFuture.completedStage(null);
                                        }
                                    })
                            .get(30, TimeUnit.SECONDS);
            assertThat(socket.isOutputClosed()).isFalse();
        }
    }

    /// Waits until the server has logged something.
    private static void awaitLog(DuplexProcess duplex, String text) {
        Eventually.holds(
                "it logs: " + text, DuplexProcess.PATIENCE, () -> duplex.err().contains(text));
    }

    @Test
    void aServerIsDrainedAndEndsAndThenTheCommandDoes() throws Exception {
        try (DuplexProcess duplex = start(5)) {
            Run run = draining(address, "--delay=50ms", "--window=2500ms");
            assertThat(ProcessHandle.of(duplex.pid())).as("it has ended").isEmpty();
            assertThat(duplex.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(run.out().lines())
                    .containsSubsequence(
                            "The server's /ready answers 503; in 0.05s it accepts no more connections",
                            "Draining: 5 sessions are closed over 2.5s",
                            "The server has ended");
            for (int i = 0; i < 5; i++) {
                assertThat(closed.poll(30, TimeUnit.SECONDS)).isEqualTo(3001);
            }
            assertThat(duplex.err())
                    .contains("Told to drain by the HTTP API", "Draining: 5 sessions are closed")
                    .doesNotContain("ERROR");
        }
    }

    @Test
    void howFastSessionsGoIsToldMeanwhile() throws Exception {
        try (DuplexProcess duplex = start(3)) {
            Meanwhile draining = new Meanwhile(address, "--window=20s");
            draining.awaitOut(" a second");
            duplex.terminate();
            assertThat(draining.run().out())
                    .containsPattern("\\d of 3 sessions are left, \\d+\\.\\d a second");
        }
    }

    @Test
    void withoutAWindowAllAreSentAwayAtOnce() throws Exception {
        try (DuplexProcess duplex = start(3)) {
            Run run = draining(address, "--window=0");
            assertThat(run.err()).isEmpty();
            assertThat(run.out().lines().toList().getLast()).isEqualTo("The server has ended");
            assertThat(duplex.exitCode()).isZero();
            assertThat(closed.poll(30, TimeUnit.SECONDS)).isEqualTo(3001);
        }
    }

    @Test
    void theSettingsSayWhatTheCommandDoesNot() throws Exception {
        try (DuplexProcess duplex = start(3, "--shutdown-delay=70ms", "--shutdown-window=900ms")) {
            Run run = draining(address);
            assertThat(run.out().lines())
                    .contains(
                            "The server's /ready answers 503; in 0.07s it accepts no more connections",
                            "Draining: 3 sessions are closed over 0.9s");
            assertThat(duplex.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aWindowIsNotWaitedForWhenNobodyIsLeftToHaveATurn(int sessions) throws Exception {
        try (DuplexProcess duplex = start(sessions)) {
            Run run = draining(address, "--window=1h");
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(run.out().lines().toList().getLast()).isEqualTo("The server has ended");
            assertThat(duplex.exitCode()).isZero();
        }
    }

    @Test
    void itCanStopWaitingEarlier() throws Exception {
        try (DuplexProcess duplex = start(0)) {
            Run begun = draining(address, "--delay=1h", "--until=begun");
            assertThat(begun.code()).isZero();
            assertThat(begun.out().lines())
                    .containsExactly(
                            "The server's /ready answers 503; in 1h it accepts no more connections");
            HttpResponse<String> ready =
                    http.send(
                            HttpRequest.newBuilder(address.resolve("/ready")).build(),
                            BodyHandlers.ofString());
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).startsWith("stopping");
            duplex.terminate();
            assertThat(duplex.exitCode()).as("SIGTERM does not wait for an hour").isZero();
            assertThat(duplex.err()).contains("Stopping sooner than asked for", "Stopped");
        }
        try (DuplexProcess _ = start(0)) {
            Run empty = draining(address, "--window=1h", "--until=empty");
            assertThat(empty.code()).isZero();
            assertThat(empty.out().lines().toList().getLast()).startsWith("No session is left");
        }
    }

    @Test
    void aSignalEndsADrainOfAnHour() throws Exception {
        try (DuplexProcess duplex = start(3)) {
            Meanwhile draining = new Meanwhile(address, "--window=1h");
            draining.awaitOut("Draining: 3 sessions");
            duplex.terminate();
            assertThat(duplex.exitCode()).isZero();
            Run run = draining.run();
            assertThat(run.err()).isEmpty();
            assertThat(run.out().lines().toList().getLast()).isEqualTo("The server has ended");
            assertThat(duplex.err()).contains("Stopped").doesNotContain("had not ended at");
            for (int i = 0; i < 3; i++) {
                assertThat(closed.poll(30, TimeUnit.SECONDS)).isEqualTo(3001);
            }
        }
    }

    @Test
    void aSecondDrainIsRefusedAndSaysHowFarTheFirstIs() throws Exception {
        try (DuplexProcess _ = start(2)) {
            String asked = "{\"delay\":\"1h\",\"window\":\"2m\"}";
            assertThat(call(address, DrainMethods.DRAIN, asked).body())
                    .startsWith("{\"result\":{\"data\":{\"state\":\"announced\",\"sessions\":2,");
            Run second = draining(address, "--window=1s");
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err().lines())
                    .containsExactly(
                            "duplex: the server refuses: not available: the server is ending already: it closes sessions in 1h or less, over 2m; 2 sessions are left (error 108)");
        }
        try (DuplexProcess _ = start(2)) {
            assertThat(call(address, DrainMethods.DRAIN, "{\"window\":\"1h\"}").statusCode())
                    .isEqualTo(200);
            assertThat(call(address, DrainMethods.STATE, "{\"while\":\"announced\"}").body())
                    .contains("\"state\":\"draining\"", "\"of\":2,");
            // On the connection that is there; another is not accepted.
            assertThat(call(address, DrainMethods.DRAIN, "{}").body())
                    .contains(
                            "\"code\":108",
                            "is being drained already, over 1h; ",
                            "sessions are left");
            Run second = draining(address, "--window=1s");
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err().lines())
                    .containsExactly(
                            "duplex: nothing listens at "
                                    + address
                                    + ": no server, or one that is being drained already and accepts no more connections");
        }
    }

    @Test
    void aServerThatWasToldToEndIsNotDrained() throws Exception {
        try (DuplexProcess duplex = start(0, "--shutdown-delay=1h")) {
            duplex.terminate();
            awaitLog(duplex, "Stopping in 1h");
            Run run = draining(address);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("the server is ending already: it closes sessions in 1h or less");
        }
    }

    @Test
    void aLostServerIsSaidToBe() throws Exception {
        try (DuplexProcess duplex = start(3)) {
            Meanwhile draining = new Meanwhile(address, "--window=1h");
            draining.awaitOut("Draining: 3 sessions");
            duplex.kill();
            Run run = draining.run();
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .startsWith("duplex: the connection to " + address + " was lost when ")
                    .contains("if the server lives, it goes on without being watched");
        }
    }

    @Test
    void itIsForWhoHasAKey() throws Exception {
        try (Served served = Served.with(Map.of("DUPLEX_API_KEYS", KEY))) {
            URI address = served.uri("/");
            HttpResponse<String> stranger =
                    call(served.http(), address, "wrong", DrainMethods.DRAIN, "{}");
            assertThat(stranger.statusCode()).isEqualTo(401);
            Run run = draining(address, "--api-key=wrong");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err().lines())
                    .containsExactly(
                            "duplex: the server at " + address + " does not take this API key");
            assertThat(call(served.http(), address, KEY, DrainMethods.STATE, "{}").body())
                    .startsWith(
                            "{\"result\":{\"data\":{\"state\":\"serving\",\"sessions\":0,\"of\":0,");
            assertThat(served.get("/api/openapi.json").body())
                    .contains("`duplex.drain`: has the server end");
        }
        try (Served served = Served.with()) {
            Run run = draining(served.uri("/"));
            assertThat(run.err())
                    .startsWith("duplex: there is no API of Duplex at ")
                    .contains("the answer has status 404");
        }
    }

    @Test
    void clientsOfAProtocolAreNoCallers() throws Exception {
        Map<String, String> variables =
                Map.of(
                        "DUPLEX_API_KEYS", KEY,
                        "DUPLEX_ANONYMOUS", "true",
                        "DUPLEX_NAMESPACES_NEWS_ALLOW_SUBSCRIBE", "anyone");
        try (Served served = Served.with(variables)) {
            Peer peer = served.connect("/connection/websocket", served.origin());
            peer.send("{\"id\":1,\"connect\":{}}");
            assertThat(peer.next()).contains("\"id\":1");
            peer.send("{\"id\":2,\"rpc\":{\"method\":\"duplex.drain\",\"data\":{}}}");
            assertThat(peer.next()).contains("\"id\":2", "\"error\":", "\"code\":104");
            assertThat(served.get("/ready").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --window=soon | --window must be a time such as 500ms, 25s or 2m, or 0, of up to 24h, not "soon"
                    --delay=25h   | --delay must be a time such as 500ms, 25s or 2m, or 0, of up to 24h, not "25h"
                    --until=later | --until must be one of begun, empty, ended, not "later"
                    """)
    void whatMakesNoSenseIsSaidToBe(String option, String sentence) {
        Run run = draining(URI.create("http://127.0.0.1:1/"), option);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines()).containsExactly("duplex: " + sentence);
    }

    @Test
    void callersAreToldWhatMakesNoSense() throws Exception {
        try (Served served = Served.with(Map.of("DUPLEX_API_KEYS", KEY))) {
            for (String params :
                    List.of(
                            "{\"window\":\"soon\"}",
                            "{\"delay\":\"25h\"}",
                            "{\"delay\":600,\"window\":60}",
                            "{\"delay\":{\"minutes\":10}}",
                            "{\"delay\":\"" + " ".repeat(70) + "600s\"}",
                            "\"600s\"",
                            "[\"600s\"]")) {
                assertThat(
                                call(
                                                served.http(),
                                                served.uri("/"),
                                                KEY,
                                                DrainMethods.DRAIN,
                                                params)
                                        .body())
                        .contains("\"code\":107", "delay and window are times such as");
            }
            assertThat(served.get("/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void helpNamesItsOptionsAndExitCodes() {
        Run run = Run.of("drain", "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Usage: duplex drain", "--window", "--delay", "--until", "--url")
                .containsSubsequence("Exit codes:", "  0   ", "  1   ", "  2   ");
    }
}
