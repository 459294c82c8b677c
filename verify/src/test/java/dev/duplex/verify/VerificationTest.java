package dev.duplex.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.faults.Choice;
import dev.duplex.faults.FaultKind;
import dev.duplex.faults.FaultProxy;
import dev.duplex.faults.LastingPort;
import dev.duplex.faults.Nodes;
import dev.duplex.verify.client.ClientKind;
import dev.duplex.verify.client.PublisherKind;
import dev.duplex.verify.client.Target;
import dev.duplex.verify.json.Json;
import dev.duplex.verify.judge.Breach;
import dev.duplex.verify.judge.ClientTally;
import dev.duplex.verify.judge.Finding;
import dev.duplex.verify.judge.Kept;
import dev.duplex.verify.judge.PublisherTally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whole runs against servers in this process: those that keep their promises, and those that do not.
@Execution(ExecutionMode.CONCURRENT)
class VerificationTest {
    private static Plan.Builder plan() {
        return Plan.builder()
                .channels(List.of("verify:1"))
                .rate(50)
                .duration(Duration.ofSeconds(2))
                .catchUp(Duration.ofSeconds(30));
    }

    /// Few take part: these, and one who publishes.
    private static Plan.Builder planOf(ClientKind... clients) {
        return plan().clients(List.of(clients)).publishers(List.of(PublisherKind.HTTP));
    }

    private static Plan.Builder cut(Plan.Builder plan, int everyMillis) {
        return plan.faults(Set.of(FaultKind.CUT))
                .faultInterval(Duration.ofMillis(everyMillis))
                .seed(5); // The first three cuts hit everybody.
    }

    private static void assertClean(Report report) {
        assertThat(report.isClean()).as(report.text()).isTrue();
    }

    private static Report run(TestServer server, Plan.Builder plan) throws Exception {
        return Verification.run(plan.build(), server.target(), Optional.empty(), _ -> {});
    }

    @Test
    void aServerThatKeepsItsPromisesIsCleanUnderFaults() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING)) {
            Report report =
                    run(
                            server,
                            plan().duration(Duration.ofSeconds(4))
                                    .faults(
                                            Set.of(
                                                    FaultKind.CUT,
                                                    FaultKind.CUT_FRAME,
                                                    FaultKind.STALL,
                                                    FaultKind.HALF_CLOSE,
                                                    FaultKind.REFUSE))
                                    .faultInterval(Duration.ofMillis(300))
                                    .faultLongest(Duration.ofMillis(500))
                                    .demandRecovery(true)
                                    .kept(new Kept(10_000, Duration.ofMinutes(5)))
                                    .seed(7));
            assertClean(report);
            assertThat(report.faults()).isNotEmpty();
            assertThat(report.judgement().clients())
                    .extracting(ClientTally::client)
                    .containsExactly(
                            "centrifuge-json",
                            "centrifuge-protobuf",
                            "centrifuge-sockjs",
                            "http-stream",
                            "sse",
                            "plain-websocket",
                            "plain-sse",
                            "centrifuge-json-sleeper",
                            "centrifuge-protobuf-sleeper",
                            "centrifuge-sockjs-sleeper",
                            "http-stream-sleeper",
                            "sse-sleeper",
                            "plain-sse-sleeper");
            assertThat(report.judgement().clients()).allMatch(it -> it.received() > 50);
            assertThat(report.judgement().clients())
                    .filteredOn(it -> !it.client().equals("plain-websocket"))
                    .allMatch(it -> it.recovered() > 0 && it.notRecovered() == 0);
            assertThat(report.judgement().publishers())
                    .filteredOn(it -> it.name().endsWith("-keys"))
                    .allMatch(it -> it.unknownSeen() + it.unknownUnseen() == 0);
        }
    }

    /// Of who does not share what is published, each node has its own.
    @Test
    void nodesThatDoNotShareTheirChannelsAreBroken() throws Exception {
        try (TestServer one = TestServer.start(WrongStreams.Wrong.NOTHING);
                TestServer another = TestServer.start(WrongStreams.Wrong.NOTHING)) {
            OwnServer nodes =
                    new OwnServer(
                            Nodes.NONE, List.of(one.target(), another.target()), Optional.empty());
            Plan.Builder plan =
                    planOf(ClientKind.CENTRIFUGE_JSON, ClientKind.SSE)
                            .subscribers(2)
                            .sleepers(0)
                            .catchUp(Duration.ofSeconds(1));
            Report report = Verification.run(plan.build(), nodes, _ -> {});
            assertThat(report.servers())
                    .containsExactly(one.target().base(), another.target().base());
            assertThat(report.judgement().findings())
                    .filteredOn(it -> it.breach() == Breach.LOST)
                    .extracting(Finding::client)
                    .contains("centrifuge-json", "sse");
            // The second publication is the other node's, and both are spread: nobody has all.
            assertThat(report.judgement().findings())
                    .extracting(Finding::who)
                    .hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"LOSES, LOST", "DOUBLES, TWICE", "SWAPS, OUT_OF_ORDER", "FORGETS_KEYS, TWICE"})
    void namesWhatAnEngineDoesWrongForEveryClient(WrongStreams.Wrong wrong, Breach breach)
            throws Exception {
        try (TestServer server = TestServer.start(wrong)) {
            Report report =
                    Verification.run(
                            plan().duration(Duration.ofSeconds(1))
                                    .catchUp(Duration.ofSeconds(1))
                                    .build(),
                            server.target(),
                            Optional.empty(),
                            line -> {
                                if (line.startsWith("Everybody has begun")) {
                                    server.awaitWrongs(5);
                                }
                            });
            assertThat(report.isClean()).isFalse();
            assertThat(report.text()).contains(breach.label().toUpperCase(Locale.ROOT));
            for (ClientKind kind : ClientKind.values()) {
                assertThat(report.judgement().count(breach, kind.label()))
                        .as(kind + "\n" + report.text())
                        .isPositive();
            }
        }
    }

    @Test
    void namesARecoveryWithAGap() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.HIDES)) {
            AtomicBoolean awaited = new AtomicBoolean();
            Report report =
                    Verification.run(
                            cut(plan(), 200).rate(200).duration(Duration.ofSeconds(3)).build(),
                            server.target(),
                            Optional.empty(),
                            line -> {
                                // Each of six comes back after each cut.
                                if (line.contains(" asleep") && !awaited.getAndSet(true)) {
                                    server.awaitWrongs(30);
                                }
                            });
            assertThat(report.isClean()).isFalse();
            for (ClientKind kind : ClientKind.values()) {
                if (kind.recovers()) {
                    assertThat(report.judgement().count(Breach.DISHONEST, kind.label()))
                            .as(kind + "\n" + report.text())
                            .isPositive();
                }
            }
        }
    }

    @Test
    void onlyWhoSleptNoticesThatTheMiddleOfALongAbsenceIsForgotten() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.FORGETS_MIDDLE)) {
            AtomicBoolean awaited = new AtomicBoolean();
            Report report =
                    Verification.run(
                            cut(plan(), 300).rate(200).duration(Duration.ofSeconds(3)).build(),
                            server.target(),
                            Optional.empty(),
                            line -> {
                                if (line.contains(" asleep") && !awaited.getAndSet(true)) {
                                    server.awaitPublications(2 * WrongStreams.MUCH);
                                }
                            });
            assertThat(report.verdict()).isEqualTo(Report.Verdict.BROKEN);
            assertThat(report.judgement().findings())
                    .as(report.text())
                    .allMatch(it ->
                            Set.of(Breach.DISHONEST, Breach.LOST).contains(it.breach())
                                    && it.client().endsWith("-sleeper"))
                    .extracting(Finding::client)
                    .hasSameElementsAs(sleepers());
            assertThat(report.judgement().clients())
                    .filteredOn(it -> !it.client().startsWith("plain-websocket"))
                    .as(report.text())
                    .allMatch(it -> it.recovered() > 0);
        }
    }

    private static List<String> sleepers() {
        return Arrays.stream(ClientKind.values())
                .filter(ClientKind::recovers)
                .map(ClientKind::sleeperLabel)
                .toList();
    }

    @Test
    void whatASleeperCannotBeGivenIsWrongOnlyWhereHistoryIsSaidToHoldIt() throws Exception {
        Plan.Builder plan =
                planOf(ClientKind.CENTRIFUGE_JSON, ClientKind.PLAIN_SSE).demandRecovery(true);
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING, 2)) {
            Report unsaid = run(server, plan);
            assertClean(unsaid);
            assertThat(unsaid.text()).contains("told that something may be missing");
            assertThat(unsaid.judgement().clients())
                    .filteredOn(it -> it.client().endsWith("-sleeper"))
                    .allMatch(it -> it.notRecovered() == 1 && it.recovered() == 0);
            Report shorter = run(server, plan.kept(new Kept(2, Duration.ofMinutes(5))));
            assertClean(shorter);
            Report longer = run(server, plan.kept(new Kept(10_000, Duration.ofMinutes(5))));
            assertThat(longer.judgement().count(Breach.NOT_RECOVERED, "centrifuge-json-sleeper"))
                    .as(longer.text())
                    .isOne();
            assertThat(longer.judgement().count(Breach.NOT_RECOVERED, "plain-sse-sleeper"))
                    .as(longer.text())
                    .isOne();
        }
    }

    /// All that it missed comes in one frame, or nearly: more elements, and more bytes, than clients have to be given otherwise.
    @Test
    void aSleeperIsGivenAllHoweverMuchItIs() throws Exception {
        int much = 30_000;
        String json = "{\"other\":\"" + "x".repeat(300) + "\"}";
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING, 100_000)) {
            AtomicBoolean published = new AtomicBoolean();
            Report report =
                    Verification.run(
                            plan().publishers(List.of(PublisherKind.HTTP))
                                    .duration(Duration.ofSeconds(3))
                                    .catchUp(Duration.ofMinutes(2))
                                    .demandRecovery(true)
                                    .build(),
                            server.target(),
                            Optional.empty(),
                            it -> {
                                if (it.contains(" asleep") && !published.getAndSet(true)) {
                                    server.publish("verify:1", json, much);
                                }
                            });
            assertClean(report);
            assertThat(report.judgement().clients())
                    .filteredOn(it -> it.client().endsWith("-sleeper"))
                    .hasSize(sleepers().size())
                    .allSatisfy(it -> {
                        assertThat(it.foreign()).isGreaterThanOrEqualTo(much);
                        assertThat(it.recovered()).isPositive();
                    });
        }
    }

    @Test
    void whatComesTwiceWhenAllIsOverIsSeen() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.DOUBLES_LATE)) {
            Plan.Builder plan = plan().duration(Duration.ofMillis(300));
            Report report =
                    Verification.run(
                            plan.linger(Duration.ofSeconds(10)).build(),
                            server.target(),
                            Optional.empty(),
                            it -> {
                                if (it.equals(Verification.LINGERS)) {
                                    server.publishLate();
                                }
                            });
            for (ClientTally tally : report.judgement().clients()) {
                assertThat(report.judgement().count(Breach.TWICE, tally.client()))
                        .as(tally.client() + "\n" + report.text())
                        .isOne();
            }
            assertThat(run(server, plan.linger(Duration.ZERO)).isClean()).isTrue();
        }
    }

    @Test
    void acceptsThatAChannelRecoversNothingUnlessItIsDemanded() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING, 0)) {
            Plan.Builder plan = cut(planOf(ClientKind.CENTRIFUGE_JSON, ClientKind.PLAIN_SSE), 200);
            Report told = run(server, plan);
            assertClean(told);
            Report demanded = run(server, plan.demandRecovery(true));
            assertThat(demanded.judgement().count(Breach.NOT_RECOVERED))
                    .as(demanded.text())
                    .isPositive();
        }
    }

    /// A server may look late, and send clients away once more.
    @Test
    void whoIsSentAwayInTheEndComesBack() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING);
                FaultProxy proxy = FaultProxy.start(server.target().base().getPort())) {
            Report report =
                    Verification.run(
                            planOf(ClientKind.PLAIN_WEBSOCKET, ClientKind.CENTRIFUGE_JSON)
                                    .linger(Duration.ofMillis(1))
                                    .build(),
                            server.target().at(URI.create(proxy.url("/"))),
                            Optional.empty(),
                            it -> {
                                if (it.equals(Verification.LINGERS)) {
                                    proxy.refuse();
                                    proxy.cut(Choice.all());
                                    CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS)
                                            .execute(proxy::admit);
                                }
                            });
            assertClean(report);
            assertThat(proxy.counts().cut()).isPositive();
        }
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoStaysAwayMakesNobodyElseLookGuilty(@TempDir Path directory) throws Exception {
        Path begun = directory.resolve("begun");
        String said =
                "read task; echo '{\"event\":\"subscribed\"}';"
                        + " until [ -e \"$0\" ]; do sleep 0.1; done;"
                        + " echo '{\"event\":\"ended\",\"reason\":\"tired\"}'; exec cat";
        List<String> sleepy = List.of("sh", "-c", said, begun.toString());
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING)) {
            Plan.Builder plan =
                    planOf(ClientKind.SSE)
                            .external("sleepy", sleepy)
                            .catchUp(Duration.ofSeconds(1));
            Report report =
                    Verification.run(
                            plan.build(),
                            server.target(),
                            Optional.empty(),
                            line -> {
                                if (line.startsWith("Everybody has begun")) {
                                    create(begun);
                                }
                            });
            assertThat(report.away()).containsExactly(Map.entry("sleepy 1 in verify:1", "tired"));
            assertThat(report.judgement().findings())
                    .as(report.text())
                    .allMatch(it -> it.breach() == Breach.BEHIND && it.client().equals("sleepy"));
        }
    }

    @Test
    void countsWhatIsNotAnswered() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING)) {
            Report report =
                    run(
                            server,
                            planOf(ClientKind.CENTRIFUGE_JSON)
                                    .publishers(List.of(PublisherKind.HTTP, PublisherKind.CLIENT))
                                    .faults(Set.of(FaultKind.CUT_FRAME))
                                    .faultInterval(Duration.ofMillis(100))
                                    .faultLongest(Duration.ofMillis(100))
                                    .duration(Duration.ofSeconds(5))
                                    .rate(200));
            assertClean(report);
            assertThat(
                            report.judgement().publishers().stream()
                                    .mapToLong(it -> it.unknownSeen() + it.unknownUnseen()))
                    .as(report.text())
                    .anyMatch(it -> it > 0);
            assertThat(report.judgement().publishers())
                    .extracting(PublisherTally::acknowledged)
                    .allMatch(it -> it > 0);
        }
    }

    @Test
    void saysThatNothingListens() throws Exception {
        int free = LastingPort.find();
        URI nowhere = URI.create("http://127.0.0.1:" + free);
        assertThatThrownBy(() ->
                        Verification.run(
                                plan().build(),
                                new Target(nowhere, "", "", Map.of()),
                                Optional.empty(),
                                _ -> {}))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("nothing listens at " + nowhere);
    }

    @Test
    void saysThatAFaultNeedsAProcess() {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING)) {
            Plan.Builder plan = plan().faults(Set.of(FaultKind.KILL));
            assertThatThrownBy(() -> run(server, plan))
                    .isInstanceOf(CannotRunException.class)
                    .hasMessage("kill needs the process of the server");
        }
    }

    @Test
    void saysWhoCannotBegin() {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING)) {
            Plan plan =
                    planOf(ClientKind.CENTRIFUGE_JSON, ClientKind.PLAIN_SSE)
                            .channels(List.of("verify:1", "other:1"))
                            .begin(Duration.ofSeconds(10))
                            .build();
            assertThatThrownBy(() ->
                            Verification.run(
                                    plan, server.target("wrong"), Optional.empty(), _ -> {}))
                    .isInstanceOf(CannotRunException.class)
                    .hasMessageContaining(
                            "publisher http cannot publish in verify:1: unauthorized: an API key must")
                    .hasMessageContaining("centrifuge-json hears nothing in other:1: ")
                    .hasMessageContaining("plain-sse hears nothing in other:1: status 40");
        }
    }

    @Test
    void stopsWhenMoreIsHeardThanIsWrittenDown() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING)) {
            Report report =
                    run(
                            server,
                            planOf(ClientKind.CENTRIFUGE_JSON)
                                    .duration(Duration.ofMinutes(5))
                                    .catchUp(Duration.ofSeconds(1))
                                    .heardLimit(50));
            assertThat(report.judgement().count(Breach.TOO_MUCH, "centrifuge-json")).isOne();
        }
    }

    @Test
    void reportsForPeopleAndForPrograms() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING)) {
            Report report =
                    run(
                            server,
                            planOf(ClientKind.SSE)
                                    .publishers(List.of(PublisherKind.HTTP_KEYS))
                                    .duration(Duration.ofMillis(300)));
            assertThat(report.text())
                    .contains("http-keys", "sse", "Faults: none", "CLEAN: ")
                    .doesNotContain("BROKEN");
            Map<?, ?> json = Json.object(report.json());
            assertThat(json.get("verdict")).isEqualTo("clean");
            assertThat(json.get("findings")).isEqualTo(List.of());
            assertThat((List<?>) json.get("clients"))
                    .extracting(it -> (Object) ((Map<?, ?>) it).get("client"))
                    .containsExactly("sse", "sse-sleeper");
            assertThat(json.get("plan"))
                    .isInstanceOfSatisfying(
                            Map.class,
                            it -> {
                                assertThat(it.get("sleepers")).isEqualTo(1L);
                                assertThat(it.get("lingerSeconds")).isEqualTo(1.0);
                                assertThat(it.get("kept")).isEqualTo(Map.of());
                            });
        }
    }
}
