package dev.duplex.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.verify.client.ClientKind;
import dev.duplex.verify.client.PublisherKind;
import dev.duplex.verify.client.Target;
import dev.duplex.verify.faults.FaultKind;
import dev.duplex.verify.json.Json;
import dev.duplex.verify.judge.Breach;
import dev.duplex.verify.judge.ClientTally;
import dev.duplex.verify.judge.Finding;
import dev.duplex.verify.judge.Kept;
import dev.duplex.verify.judge.PublisherTally;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whole runs against servers in this process: those that keep their promises, and those that do not.
class VerificationTest {
    private static Plan.Builder plan() {
        return Plan.builder()
                .channels(List.of("verify:1"))
                .rate(50)
                .duration(Duration.ofSeconds(2))
                .catchUp(Duration.ofSeconds(10));
    }

    private static Report run(TestServer server, Plan plan) throws Exception {
        return Verification.run(plan, server.target(), Optional.empty(), _ -> {});
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
                                    .seed(7)
                                    .build());
            assertThat(report.isClean()).as(report.text()).isTrue();
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

    @ParameterizedTest
    @CsvSource({"LOSES, LOST", "DOUBLES, TWICE", "SWAPS, OUT_OF_ORDER", "FORGETS_KEYS, TWICE"})
    void namesWhatAnEngineDoesWrongForEveryClient(WrongStreams.Wrong wrong, Breach breach)
            throws Exception {
        try (TestServer server = TestServer.start(wrong)) {
            Report report = run(server, plan().catchUp(Duration.ofSeconds(2)).build());
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
            Report report =
                    run(
                            server,
                            plan().faults(Set.of(FaultKind.CUT))
                                    .faultInterval(Duration.ofMillis(200))
                                    .rate(200)
                                    .build());
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
            Report report =
                    run(
                            server,
                            plan().rate(200)
                                    .duration(Duration.ofSeconds(3))
                                    .faults(Set.of(FaultKind.CUT))
                                    .faultInterval(Duration.ofMillis(300))
                                    .build());
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
                plan().clients(List.of(ClientKind.CENTRIFUGE_JSON, ClientKind.PLAIN_SSE))
                        .publishers(List.of(PublisherKind.HTTP))
                        .demandRecovery(true);
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING, 10)) {
            Report unsaid = run(server, plan.build());
            assertThat(unsaid.isClean()).as(unsaid.text()).isTrue();
            assertThat(unsaid.text()).contains("told that something may be missing");
            assertThat(unsaid.judgement().clients())
                    .filteredOn(it -> it.client().endsWith("-sleeper"))
                    .allMatch(it -> it.notRecovered() == 1 && it.recovered() == 0);
            Report shorter = run(server, plan.kept(new Kept(10, Duration.ofMinutes(5))).build());
            assertThat(shorter.isClean()).as(shorter.text()).isTrue();
            Report longer = run(server, plan.kept(new Kept(10_000, Duration.ofMinutes(5))).build());
            assertThat(longer.judgement().count(Breach.NOT_RECOVERED, "centrifuge-json-sleeper"))
                    .as(longer.text())
                    .isOne();
            assertThat(longer.judgement().count(Breach.NOT_RECOVERED, "plain-sse-sleeper"))
                    .as(longer.text())
                    .isOne();
        }
    }

    @Test
    void whatComesTwiceWhenAllIsOverIsSeen() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.DOUBLES_LATE)) {
            Plan.Builder plan = plan().duration(Duration.ofMillis(300));
            Report report =
                    Verification.run(
                            plan.build(),
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
            assertThat(run(server, plan.linger(Duration.ZERO).build()).isClean()).isTrue();
        }
    }

    @Test
    void acceptsThatAChannelRecoversNothingUnlessItIsDemanded() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING, 0)) {
            Plan.Builder plan =
                    plan().clients(List.of(ClientKind.CENTRIFUGE_JSON, ClientKind.PLAIN_SSE))
                            .publishers(List.of(PublisherKind.HTTP))
                            .faults(Set.of(FaultKind.CUT))
                            .faultInterval(Duration.ofMillis(200));
            Report told = run(server, plan.build());
            assertThat(told.isClean()).as(told.text()).isTrue();
            Report demanded = run(server, plan.demandRecovery(true).build());
            assertThat(demanded.judgement().count(Breach.NOT_RECOVERED))
                    .as(demanded.text())
                    .isPositive();
        }
    }

    @Test
    void whoStaysAwayMakesNobodyElseLookGuilty() throws Exception {
        String said =
                "read task; echo '{\"event\":\"subscribed\"}'; sleep 1;"
                        + " echo '{\"event\":\"ended\",\"reason\":\"tired\"}'; exec cat";
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING)) {
            Report report =
                    run(
                            server,
                            plan().clients(List.of(ClientKind.SSE))
                                    .external("sleepy", List.of("sh", "-c", said))
                                    .catchUp(Duration.ofSeconds(1))
                                    .build());
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
                            plan().clients(List.of(ClientKind.CENTRIFUGE_JSON))
                                    .publishers(List.of(PublisherKind.HTTP, PublisherKind.CLIENT))
                                    .faults(Set.of(FaultKind.CUT_FRAME))
                                    .faultInterval(Duration.ofMillis(100))
                                    .faultLongest(Duration.ofMillis(100))
                                    .rate(200)
                                    .build());
            assertThat(report.isClean()).as(report.text()).isTrue();
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
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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
            Plan plan = plan().faults(Set.of(FaultKind.KILL)).build();
            assertThatThrownBy(() -> run(server, plan))
                    .isInstanceOf(CannotRunException.class)
                    .hasMessage("kill needs the process of the server");
        }
    }

    @Test
    void saysWhoCannotBegin() {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING)) {
            Plan plan =
                    plan().channels(List.of("verify:1", "other:1"))
                            .clients(List.of(ClientKind.CENTRIFUGE_JSON, ClientKind.PLAIN_SSE))
                            .publishers(List.of(PublisherKind.HTTP))
                            .begin(Duration.ofSeconds(2))
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
                            plan().clients(List.of(ClientKind.CENTRIFUGE_JSON))
                                    .duration(Duration.ofMinutes(5))
                                    .catchUp(Duration.ofSeconds(1))
                                    .heardLimit(50)
                                    .build());
            assertThat(report.judgement().count(Breach.TOO_MUCH, "centrifuge-json")).isOne();
        }
    }

    @Test
    void reportsForPeopleAndForPrograms() throws Exception {
        try (TestServer server = TestServer.start(WrongStreams.Wrong.NOTHING)) {
            Report report =
                    run(
                            server,
                            plan().clients(List.of(ClientKind.SSE))
                                    .publishers(List.of(PublisherKind.HTTP_KEYS))
                                    .duration(Duration.ofMillis(300))
                                    .build());
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
