package dev.duplex.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.bench.load.Content;
import dev.duplex.bench.load.Load;
import dev.duplex.bench.result.Markdown;
import dev.duplex.bench.result.Origin;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiguresTest {
    /// One more than Linux numbers processes to.
    private static final long NO_PROCESS = (1 << 22) + 1;

    @Test
    void medianAndSpread() {
        assertThat(Statistics.median(List.of(3.0, 1.0, 2.0), Double::doubleValue)).isEqualTo(2);
        assertThat(Statistics.median(List.of(4.0, 1.0, 2.0, 3.0), Double::doubleValue))
                .isEqualTo(2.5);
        assertThat(Statistics.spread(List.of(3.0, 1.0, 2.0), Double::doubleValue)).isEqualTo(1);
    }

    @Test
    void readsProcessorTicksBehindAnyName() {
        String stat = "17 (a ) b) S 1 2 3 4 5 6 7 8 9 10 250 50 13";
        ProcessorTime time = ProcessorTime.parse(99, stat);
        assertThat(time).isEqualTo(new ProcessorTime(99, 250, 50));
        assertThat(time.userShare()).isEqualTo(250 / 300.0);
        assertThat(time.minus(time).userShare()).isZero();
    }

    @Test
    void theClockOfThisProcessRisesAndThatOfNoneIsRefused() {
        long pid = ProcessHandle.current().pid();
        ProcessorTime before = ProcessorTime.of(pid);
        ProcessorTime after = ProcessorTime.of(pid);
        assertThat(after.minus(before).nanos()).isPositive();
        assertThatThrownBy(() -> ProcessorClock.nanos(NO_PROCESS))
                .isInstanceOf(BenchException.class);
    }

    @Test
    void machineTimeLeavesIdleOut() {
        assertThat(Machine.busyNanos("cpu  1 2 4 1000 2000 8 16 32 0 0")).isEqualTo(630_000_000);
    }

    @Test
    void theRatioIsToDuplex() {
        Outcome<Sample> outcome = new Outcome<>();
        List.of(0.5, 0.4, 0.6).forEach(each -> outcome.add(Peer.DUPLEX, sample(each)));
        outcome.add(Peer.NETTY, sample(1.25));
        Report report = new Report();
        report.add(Scenario.ALL.getFirst(), outcome);
        assertThat(text(report))
                .contains("- machine: a processor, 2 processors, 1024 MiB")
                .contains("| Duplex | 1.500 | 1.00 |")
                .contains("| Netty handlers | 2.250 | 1.50 |")
                .doesNotContain("do not trust");
    }

    @Test
    void theReportNamesTheOpenSslThatIsMeasured() {
        assertThat(Machine.openSslVersion()).matches("BoringSSL, by tcnative \\d+\\.\\d+\\..*");
    }

    @Test
    void whereTlsIsComparedTheRatioIsToTheJdk() {
        Outcome<Sample> costs = new Outcome<>();
        costs.add(Peer.JDK, sample(1));
        costs.add(Peer.OPENSSL, sample(0));
        Outcome<Memory> memory = new Outcome<>();
        memory.add(Peer.JDK, memory(40_000, 3_000));
        memory.add(Peer.PLAIN, memory(10_000, 2_000));
        Report report = new Report();
        report.add(scenario("tls-handshake-ecdsa"), costs);
        report.addMemory(scenario("tls-idle-10000"), memory);
        assertThat(text(report))
                .contains("| CPU µs/handshake | ÷ Duplex, JDK |")
                .contains("| handshakes/s |")
                .contains("| Duplex, JDK | 2.000 | 1.00 |")
                .contains("| Duplex, OpenSSL | 1.000 | 0.50 |")
                .contains("| Duplex, no TLS | 10,000 | 0.25 | 0.0 % | 2,000 | 0.0 % |")
                .contains("## tls-idle-10000 by class: Duplex, JDK")
                .contains("| `Some` | 10.00 | 3000.0 |");
    }

    private static Memory memory(double resident, double heap) {
        return new Memory(
                resident, new HeapClasses(Map.of("Some", new HeapClasses.Count(10, heap))));
    }

    @Test
    void theTableOfAFeedSaysWhatGoesOverTheWire() {
        Outcome<Sample> outcome = new Outcome<>();
        outcome.add(Peer.WEBSOCKET, sample(1));
        outcome.add(Peer.XHR, new Sample(30, 10, 1000, 400, 2500, 512, 622, 1, 0.2, 0.1, 0));
        Report report = new Report();
        report.add(scenario("polling-200"), outcome);
        assertThat(text(report))
                .contains("| carried by | B to client/message |")
                .contains(
                        "| SockJS, xhr (long polling) | 512 | 622 | 1.00 | 40.0 | 20.00 | 0.0 % |")
                .contains("| 0.40 | 2.50 | 1,000 |");
    }

    @Test
    void everyClientOfAFeedIsServedByTheCarrierOfItsRow() {
        Scenario scenario = scenario("polling-200");
        for (Peer peer : scenario.peers()) {
            Load.Feed load = (Load.Feed) scenario.load(peer);
            assertThat(load.carrier()).isEqualTo(peer.carrier().orElseThrow());
            assertThat(scenario.warmingUp(peer)).isEqualTo(load.times(10));
        }
    }

    @Test
    void besideAChannelARoomGetsAsMuch() {
        Scenario scenario = scenario("channel-1000-16");
        assertThat(scenario.load(Peer.CENTRIFUGE_JSON)).isEqualTo(new Load.Channel(1000, 16, 128));
        Load.ToAll room = (Load.ToAll) scenario.load(Peer.BUN);
        assertThat(room).isEqualTo(new Load.Fanout(999, 16, 128));
        assertThat(room.receivers()).isEqualTo(1000);
    }

    @Test
    void eachOfAHistorysRowsHasTheChannelThatItIsNamedFor() {
        Scenario scenario = scenario("history-1000");
        Load kept = new Load.Channel(1000, 4, 128, true);
        assertThat(scenario.load(Peer.CENTRIFUGE_MEMORY)).isEqualTo(kept);
        assertThat(scenario.load(Peer.CENTRIFUGE_DISK)).isEqualTo(kept);
        assertThat(scenario.load(Peer.CENTRIFUGE_JSON)).isEqualTo(new Load.Channel(1000, 4, 128));
        assertThat(
                        Peer.CENTRIFUGE_DISK.command(
                                Path.of("bench"), scenario, Optional.empty(), List.of()))
                .endsWith("0", "--disk=bench/target/duplex-bench/hub");
        assertThat(scenario("churn-presence").load(Peer.CENTRIFUGE_PRESENCE))
                .isEqualTo(Load.Visits.in("present:all", 16));
        assertThat(scenario("blocking-16k").load(Peer.BLOCKING))
                .isEqualTo(new Load.Echo(50, 8, 16_384, Content.ASCII, false, "/ws/blocking"));
    }

    @Test
    void latenciesHaveARowForEachShare() {
        PacedTurns.At half = new PacedTurns.At(500, 100, 110, 120, 130, 140, 5, sample(1));
        PacedTurns.At most = new PacedTurns.At(800, 200, 210, 220, 230, 240, 5, sample(1));
        Outcome<PacedTurns.Turn> outcome = new Outcome<>();
        outcome.add(Peer.DUPLEX, new PacedTurns.Turn(1000, Map.of(50, half, 80, most)));
        Report report = new Report();
        report.addPaced(scenario("latency-echo"), outcome);
        assertThat(text(report))
                .contains(
                        "| Duplex, 50 % | 1,000 | 500 | 100 | 110 | 120 | 0.0 % | 130 | 140 | 5 |")
                .contains(
                        "| Duplex, 80 % | 1,000 | 800 | 200 | 210 | 220 | 0.0 % | 230 | 240 | 5 |");
    }

    @Test
    void whatEachOfManyAddsIsTheSlope() {
        HeapClasses before =
                HeapClasses.parse(
                        """
                         num     #instances         #bytes  class name (module)
                        -------------------------------------------------------
                           1:          1000         200000  [B (java.base@25)
                           2:           500         100000  dev.duplex.Some
                        Total          1500         300000
                        """);
        HeapClasses after =
                HeapClasses.parse(
                        """
                           1:          2000         500000  [B (java.base@25)
                           2:           500         100000  dev.duplex.Some
                           3:          1000         150000  dev.duplex.More$$Lambda/0x00007f1c
                           4:          1000          50000  dev.duplex.More$$Lambda/0x00007f2c
                        """);
        Memory each = new Memory(3_000_000, after).each(new Memory(1_000_000, before), 1000);
        assertThat(each.resident()).isEqualTo(2000);
        assertThat(each.heap()).isEqualTo(500);
        assertThat(each.classes().table("connection"))
                .containsExactly(
                        "| class | objects/connection | bytes/connection |",
                        "|---|--:|--:|",
                        "| `[B` | 1.00 | 300.0 |",
                        "| `dev.duplex.More$$Lambda` | 2.00 | 200.0 |");
        assertThatThrownBy(() -> HeapClasses.parse("Error: no such process"))
                .isInstanceOf(BenchException.class);
    }

    @Test
    void everyPeerOfAScenarioIsStartedWithWhatItIsNamedFor() {
        for (Scenario scenario : Scenario.ALL) {
            assertThat(scenario.peers())
                    .isEqualTo(
                            switch (scenario.suite()) {
                                case "tls" -> Peer.WITH_TLS;
                                case "fanout" -> Peer.FANNING_OUT;
                                case "sockjs" -> Peer.OF_SOCKJS;
                                case "polling" -> Peer.CARRIED;
                                case "idle-sockjs" ->
                                        scenario.load() instanceof Load.Between
                                                ? List.of(Peer.XHR)
                                                : Peer.WAITING;
                                case "blocking" -> Peer.HANDLING;
                                case "transport" -> Peer.ON_TRANSPORTS;
                                case "channel" -> Peer.IN_A_CHANNEL;
                                case "history" -> Peer.WITH_HISTORY;
                                case "cluster" ->
                                        scenario.name().endsWith("kept")
                                                ? Peer.NODES_WITH_HISTORY
                                                : Peer.NODES;
                                case "churn" ->
                                        scenario.name().equals("churn-presence")
                                                ? Peer.WITH_PRESENCE
                                                : Peer.WITHOUT_TLS;
                                case "idle" ->
                                        switch (scenario.name()) {
                                            case "idle-subscribed-18000" ->
                                                    List.of(Peer.CENTRIFUGE_JSON);
                                            case "idle-pings-16000" -> List.of(Peer.DUPLEX);
                                            default -> Peer.WITHOUT_TLS;
                                        };
                                default -> Peer.WITHOUT_TLS;
                            });
        }
        Path directory = Path.of("certificate");
        assertThat(
                        Peer.OPENSSL_REFCNT.command(
                                Path.of("bench"),
                                scenario("tls-echo-16k"),
                                Optional.of(directory),
                                List.of()))
                .contains("-Ddev.duplex.transport.tlsProvider=OPENSSL_REFCNT")
                .contains("dev.duplex.bench.peer.DuplexPeer")
                .endsWith("0", "--tls=certificate");
        assertThat(
                        Peer.PLAIN.command(
                                Path.of("bench"),
                                scenario("tls-echo-16k"),
                                Optional.empty(),
                                List.of()))
                .noneMatch(argument -> argument.startsWith("--tls"))
                .noneMatch(argument -> argument.startsWith("-Ddev.duplex"));
    }

    private static Scenario scenario(String name) {
        return Scenario.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNoisyMachineIsSaidToBe() {
        Outcome<Sample> outcome = new Outcome<>();
        outcome.add(Peer.NETTY, new Sample(1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0.5));
        Report report = new Report();
        report.add(Scenario.ALL.getFirst(), outcome);
        assertThat(text(report)).contains("50 % of a core").doesNotContain("÷");
    }

    @Test
    void whoCannotBeMeasuredIsSaidToBeMissingAndTheOthersAreNot() throws InterruptedException {
        Outcome<Sample> outcome = new Outcome<>();
        outcome.unavailable(Peer.WS, "npm has no network");
        outcome.add(Peer.DUPLEX, sample(1));
        outcome.add(Peer.JETTY, sample(1));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(said, true, UTF_8));
        outcome.attempt(
                Peer.JETTY,
                Scenario.ALL.getFirst(),
                progress,
                () -> {
                    throw new BenchException("Jetty does not start:\nat once\nno such port");
                });
        assertThat(outcome.failed()).isTrue();
        assertThat(outcome.withoutMissing(List.of(Peer.WS, Peer.DUPLEX, Peer.JETTY)))
                .containsExactly(Peer.DUPLEX);
        assertThat(said.toString(UTF_8)).contains("*** Jetty does not start:\nat once");
        Report report = new Report();
        report.add(Scenario.ALL.getFirst(), outcome);
        assertThat(text(report))
                .contains("| ws (Node.js): not available: npm has no network | – |")
                .contains("| Jetty: no result: Jetty does not start: no such port | – |")
                .contains("| Duplex | 2.000 |");
    }

    private static String text(Report report) {
        Origin origin = new Origin("a processor", 2, 1024, "Linux", "a JVM", Map.of());
        return Markdown.of(report.results(List.of("echo"), "2026-11-28", "./bench", origin));
    }

    private static Sample sample(double userMicros) {
        return new Sample(userMicros, 1, 1e6, 100, 200, 0, 0, 0, 1, 0.5, 0);
    }
}
