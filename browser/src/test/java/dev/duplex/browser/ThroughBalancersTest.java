package dev.duplex.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.browserkit.NodeScripts;
import dev.duplex.faults.ProxyProcess;
import dev.duplex.faults.ServerProcess;
import dev.duplex.verify.Balancer;
import dev.duplex.verify.Layout;
import dev.duplex.verify.OwnServer;
import dev.duplex.verify.Plan;
import dev.duplex.verify.Report;
import dev.duplex.verify.Verification;
import dev.duplex.verify.client.ClientKind;
import dev.duplex.verify.client.PublisherKind;
import dev.duplex.verify.client.Target;
import dev.duplex.verify.judge.ClientTally;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Three programs on one Redis, and nginx or HAProxy before them, configured as `docs/guide/balancing.md` says.
@Tag("chaos")
@Timeout(900)
class ThroughBalancersTest {
    private static final int NODES = 3;

    /// So many that no node gets none of them by chance, once in thousands of runs.
    private static final int SESSIONS = 24;

    private static final int CROWD = 200;

    /// What they are.
    private static final List<ClientKind> CROWDED =
            List.of(
                    ClientKind.CENTRIFUGE_PROTOBUF,
                    ClientKind.CENTRIFUGE_SOCKJS,
                    ClientKind.HTTP_STREAM,
                    ClientKind.SSE);

    private static final List<String> TRANSPORTS =
            List.of("websocket", "xhr-streaming", "eventsource", "xhr-polling");

    private static final Path SCRIPT = Path.of("../examples/verify/centrifuge.mjs");
    private static final Duration GOODBYE = Duration.ofMinutes(1);

    /// For what only a busy machine takes long for: to begin, and to be where everybody else is.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// npm's `centrifuge`, by what carries it; over SockJS npm's `sockjs-client`.
    private static final Map<String, String> CLIENTS = new LinkedHashMap<>();

    static {
        CLIENTS.put("npm websocket", "websocket json");
        CLIENTS.put("npm http_stream", "http_stream json");
        CLIENTS.put("npm http_stream protobuf", "http_stream protobuf");
        CLIENTS.put("npm sse", "sse json");
        CLIENTS.put("npm sockjs websocket", "sockjs json websocket");
        CLIENTS.put("npm sockjs xhr-streaming", "sockjs json xhr-streaming");
        CLIENTS.put("npm sockjs xhr-polling", "sockjs json xhr-polling");
    }

    @TempDir private static Path folder;
    private static OwnServer nodes;
    private static Path script;

    @TempDir private Path own;

    @BeforeAll
    static void start() throws Exception {
        NodeScripts.install();
        script = NodeScripts.packages().resolveSibling("balancing-centrifuge.mjs");
        Files.copy(SCRIPT, script, StandardCopyOption.REPLACE_EXISTING);
        nodes = OwnServer.startNodes(program(), folder, List.of("verify"), Layout.of(NODES));
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    private static List<String> program() {
        return List.of(
                "env",
                "DUPLEX_TEST_SERVICES=true",
                "DUPLEX_TRUSTED_PROXIES=127.0.0.1",
                "DUPLEX_SHUTDOWN_DELAY=3s",
                "DUPLEX_SHUTDOWN_WINDOW=1s",
                // However long a busy machine takes for the next poll.
                "DUPLEX_SOCKJS_DISCONNECT_DELAY=20s",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.duplex.app.Duplex");
    }

    private Balancer balancer(ProxyProcess.Program program) throws Exception {
        List<Integer> ports = nodes.targets().stream().map(it -> it.base().getPort()).toList();
        return Balancer.start(program, own, ports);
    }

    /// Without the slash at its end.
    private static String base(Balancer balancer) {
        return balancer.url().toString().replaceFirst("/$", "");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("all requests of a SockJS session reach its node, whatever carries it")
    void sessionsStayWhereTheyAre(ProxyProcess.Program program) throws Exception {
        try (Balancer balancer = balancer(program)) {
            List<String> many =
                    new ArrayList<>(
                            List.of("sockjs-many.mjs", base(balancer), "" + SESSIONS / NODES));
            many.addAll(TRANSPORTS);
            int all = SESSIONS / NODES * TRANSPORTS.size();
            assertThat(NodeScripts.run(many.toArray(String[]::new)))
                    .containsExactly("open " + all, "closed " + all);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("sessions are spread over all nodes")
    void sessionsAreSpread(ProxyProcess.Program program) throws Exception {
        try (Balancer balancer = balancer(program);
                HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < SESSIONS; i++) {
                String session =
                        balancer.url() + "connection/sockjs/000/spread" + i + own.hashCode();
                assertThat(post(http, session + "/xhr", "").body()).isEqualTo("o\n");
                assertThat(
                                post(
                                                http,
                                                session + "/xhr_send",
                                                "[\"{\\\"id\\\":1,\\\"connect\\\":{}}\"]")
                                        .statusCode())
                        .isEqualTo(204);
                assertThat(post(http, session + "/xhr", "").body()).contains("connect");
                // Without a request that waits they end after a while.
                var _ = http.sendAsync(posted(session + "/xhr", ""), BodyHandlers.discarding());
            }
            for (Target node : nodes.targets()) {
                assertThat(clients(http, node)).isPositive();
            }
            // They end with their requests, which nobody waits for any more.
            http.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the HTTP API is passed on to nobody, however its path is written")
    void theApiIsNotPassedOn(ProxyProcess.Program program) throws Exception {
        try (Balancer balancer = balancer(program);
                HttpClient http = HttpClient.newHttpClient()) {
            for (String path :
                    List.of("api", "api/info", "%61pi/info", "a%70%69/info", "api%2Finfo")) {
                // A node would ask for a key: 401.
                assertThat(post(http, balancer.url() + path, "{}").statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    private static HttpResponse<String> post(HttpClient http, String url, String body)
            throws Exception {
        return http.send(posted(url, body), BodyHandlers.ofString());
    }

    private static HttpRequest posted(String url, String body) {
        return HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body)).build();
    }

    /// How many clients of channels a node has, as it says itself.
    private static int clients(HttpClient http, Target node) throws Exception {
        String info =
                http.send(
                                HttpRequest.newBuilder(node.base().resolve("/api/info"))
                                        .header("X-API-Key", node.apiKey())
                                        .POST(BodyPublishers.ofString("{}"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
        // This node is the first.
        return Integer.parseInt(info.replaceFirst("(?s).*?\"num_clients\":(\\d+).*", "$1"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "when a node is killed, and another one told to end, its clients come back and miss nothing")
    void clientsComeBack(ProxyProcess.Program program) throws Exception {
        ServerProcess first = nodes.nodes().processes().getFirst();
        ServerProcess last = nodes.nodes().processes().getLast();
        Report report =
                run(
                        program,
                        everybody(),
                        () -> {
                            first.kill();
                            first.start();
                            assertThat(last.restart(GOODBYE)).as("ended by itself").isTrue();
                        });
        assertThat(report.judgement().clients())
                .extracting(ClientTally::client)
                .containsAll(CLIENTS.keySet());
        assertThat(report.judgement().clients())
                .as(report.text())
                .allMatch(it -> it.received() > 50)
                .anyMatch(it -> it.recovered() > 0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "200 clients of three nodes, one of which is told to end, are at the other two, and recovered, when it has ended")
    void aDrainedNodesClientsGoToTheOthers(ProxyProcess.Program program) throws Exception {
        ServerProcess drained = nodes.nodes().processes().getLast();
        List<Target> others = nodes.targets().subList(0, NODES - 1);
        AtomicInteger sentAway = new AtomicInteger();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Report report =
                    run(
                            program,
                            crowd(),
                            () -> {
                                sentAway.set(clients(http, nodes.targets().getLast()));
                                assertThat(drained.terminate(GOODBYE))
                                        .as("ended by itself")
                                        .isTrue();
                                awaitClients(http, others);
                                drained.start();
                            });
            assertThat(sentAway).hasValueGreaterThan(CROWD / NODES / 2);
            assertThat(report.judgement().clients())
                    .as(report.text())
                    .allMatch(it -> it.notRecovered() == 0);
            // A check that is late has HAProxy leave a node out of one of its groups for two
            // seconds, and
            // then nobody of one kind is there.
            assertThat(report.judgement().clients())
                    .as(report.text())
                    .filteredOn(it -> it.recovered() > 0)
                    .hasSizeGreaterThanOrEqualTo(CROWDED.size() - 1);
            // Besides one there is who publishes.
            assertThat(
                            report.judgement().clients().stream()
                                    .mapToLong(ClientTally::recovered)
                                    .sum())
                    .isGreaterThanOrEqualTo(sentAway.get() - 1);
        }
    }

    /// All subscribers, and who publishes.
    private static void awaitClients(HttpClient http, List<Target> at) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int there = 0;
        while (there < CROWD + 1) {
            assertThat(System.nanoTime()).as("%d are there", there).isLessThan(deadline);
            there = 0;
            for (Target node : at) {
                there += clients(http, node);
            }
        }
    }

    /// What is done to nodes while everybody publishes and listens.
    private interface Harm {
        void done() throws Exception;
    }

    /// A run through a balancer, which has to be clean.
    private Report run(ProxyProcess.Program program, Plan plan, Harm harm) throws Exception {
        try (Balancer balancer = balancer(program);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Target target = new Target(balancer.url(), "", "", Map.of());
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch restored = new CountDownLatch(1);
            Future<Report> running =
                    threads.submit(() ->
                            Verification.run(
                                    plan,
                                    target,
                                    Optional.empty(),
                                    line -> {
                                        if (line.startsWith("Everybody has begun")) {
                                            begun.countDown();
                                        } else if (line.startsWith("No more faults")) {
                                            // Of those of this test, either.
                                            awaitSoon(restored);
                                        }
                                    }));
            assertThat(begun.await(3, TimeUnit.MINUTES)).as("everybody has begun").isTrue();
            harm.done();
            restored.countDown();
            Report report = running.get(5, TimeUnit.MINUTES);
            assertThat(report.isClean()).as(report.text()).isTrue();
            return report;
        }
    }

    private static void awaitSoon(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Plan everybody() {
        Plan.Builder plan =
                Plan.builder()
                        .channels(List.of("verify:1"))
                        .publishers(List.of(PublisherKind.CLIENT, PublisherKind.CLIENT_KEYS))
                        .subscribers(3)
                        .duration(Duration.ofSeconds(10))
                        .begin(PATIENCE)
                        .catchUp(PATIENCE)
                        .faults(Set.of())
                        .kept(OwnServer.KEPT)
                        .demandRecovery(true)
                        .seed(1);
        CLIENTS.forEach((name, arguments) ->
                plan.external(name, List.of(("node " + script + " " + arguments).split(" "))));
        return plan.build();
    }

    private static Plan crowd() {
        return Plan.builder()
                .channels(List.of("verify:1"))
                .publishers(List.of(PublisherKind.CLIENT_KEYS))
                .rate(5)
                .clients(CROWDED)
                .subscribers(CROWD / CROWDED.size())
                .sleepers(0)
                .duration(Duration.ofSeconds(1))
                .begin(PATIENCE)
                .catchUp(PATIENCE)
                .faults(Set.of())
                .kept(OwnServer.KEPT)
                .demandRecovery(true)
                .seed(1)
                .build();
    }
}
