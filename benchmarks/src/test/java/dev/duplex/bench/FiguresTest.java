package dev.duplex.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.bench.load.Load;
import java.nio.file.Path;
import java.util.EnumMap;
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
        Map<Peer, List<Sample>> samples = new EnumMap<>(Peer.class);
        samples.put(Peer.DUPLEX, List.of(sample(0.5), sample(0.4), sample(0.6)));
        samples.put(Peer.NETTY, List.of(sample(1.25)));
        Report report = new Report("./bench", List.of("- here"));
        report.add(Scenario.ALL.getFirst(), samples);
        assertThat(report.text("title"))
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
        Map<Peer, List<Sample>> samples = new EnumMap<>(Peer.class);
        samples.put(Peer.JDK, List.of(sample(1)));
        samples.put(Peer.OPENSSL, List.of(sample(0)));
        Report report = new Report("./bench", List.of());
        report.add(scenario("tls-handshake-ecdsa"), samples);
        report.addMemory(
                scenario("tls-idle-10000"),
                Map.of(
                        Peer.JDK,
                        List.of(new Memory(40_000, 3_000)),
                        Peer.PLAIN,
                        List.of(new Memory(10_000, 2_000))));
        assertThat(report.text("title"))
                .contains("| CPU µs/handshake | ÷ Duplex, JDK |")
                .contains("| handshakes/s |")
                .contains("| Duplex, JDK | 2.000 | 1.00 |")
                .contains("| Duplex, OpenSSL | 1.000 | 0.50 |")
                .contains("| Duplex, no TLS | 10,000 | 0.25 | 0.0 % | 2,000 | 0.0 % |");
    }

    @Test
    void theTableOfAFeedSaysWhatGoesOverTheWire() {
        Map<Peer, List<Sample>> samples = new EnumMap<>(Peer.class);
        samples.put(Peer.WEBSOCKET, List.of(sample(1)));
        samples.put(
                Peer.XHR, List.of(new Sample(30, 10, 1000, 400, 2500, 512, 622, 1, 0.2, 0.1, 0)));
        Report report = new Report("./bench", List.of());
        report.add(scenario("polling-200"), samples);
        assertThat(report.text("title"))
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
    void whatEachOfManyAddsIsTheSlope() {
        Memory few = new Memory(1_000_000, 300_000);
        assertThat(new Memory(3_000_000, 800_000).each(few, 1000)).isEqualTo(new Memory(2000, 500));
    }

    @Test
    void everyPeerOfAScenarioIsStartedWithWhatItIsNamedFor() {
        for (Scenario scenario : Scenario.ALL) {
            assertThat(scenario.peers())
                    .isEqualTo(
                            switch (scenario.suite()) {
                                case "tls" -> Peer.WITH_TLS;
                                case "polling" -> Peer.CARRIED;
                                case "idle-sockjs" ->
                                        scenario.load() instanceof Load.Between
                                                ? List.of(Peer.XHR)
                                                : Peer.WAITING;
                                case "channel" -> Peer.IN_A_CHANNEL;
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
        Report report = new Report("./bench", List.of());
        report.add(
                Scenario.ALL.getFirst(),
                Map.of(Peer.NETTY, List.of(new Sample(1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0.5))));
        assertThat(report.text("title")).contains("50 % of a core").contains("| – |");
    }

    private static Sample sample(double userMicros) {
        return new Sample(userMicros, 1, 1e6, 100, 200, 0, 0, 0, 1, 0.5, 0);
    }
}
