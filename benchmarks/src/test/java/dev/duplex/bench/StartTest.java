package dev.duplex.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.bench.result.Kind;
import dev.duplex.bench.result.Markdown;
import dev.duplex.bench.result.Origin;
import dev.duplex.bench.result.Results;
import dev.duplex.bench.result.Row;
import dev.duplex.bench.result.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Programs that are started, and what is told of it.
class StartTest {
    private static StartTurn.Start peer(StartProbe probe) {
        int port = Program.freePort();
        List<String> command =
                new ArrayList<>(new Program.Java("DuplexPeer").command(Program.JVM_IDLE));
        command.add(Integer.toString(port));
        return new StartTurn.Start(command, Map.of(), port, probe);
    }

    @Test
    void aStartEndsWithTheFirstEcho() throws InterruptedException {
        StartTurn turn = StartTurn.take(peer(new StartProbe.Echo("/ws/echo")));
        assertThat(turn.answeredNanos()).isPositive();
        assertThat(turn.cpuNanos()).isPositive();
        assertThat(turn.residentBytes()).isGreaterThan(1 << 20);
    }

    @Test
    void whatDoesNotUpgradeIsSaid() {
        assertThatThrownBy(() -> StartTurn.take(peer(new StartProbe.Echo("/nowhere"))))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("an upgrade at /nowhere was answered with 404");
    }

    @Test
    void aProgramThatEndsSaysWhy() {
        StartTurn.Start start =
                new StartTurn.Start(
                        List.of("sh", "-c", "echo no luck; exit 3"),
                        Map.of(),
                        Program.freePort(),
                        new StartProbe.Ready());
        assertThatThrownBy(() -> StartTurn.take(start))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("it does not start")
                .hasMessageContaining("no luck");
    }

    @Test
    void whatIsChosenIsByScenario() {
        assertThat(StartSuite.chosen(Set.of("start")))
                .containsExactly("start-hello", "start-serve");
        assertThat(StartSuite.chosen(Set.of("start-serve", "echo"))).containsExactly("start-serve");
        assertThat(StartSuite.chosen(Set.of("echo"))).isEmpty();
        assertThat(StartSuite.peers(Set.of("start-serve"))).containsExactly(Peer.DUPLEX);
        assertThat(StartSuite.peers(Set.of("start"))).contains(Peer.BUN, Peer.WS, Peer.JETTY);
        assertThat(Arrays.stream(StartContender.values()).map(StartContender::title))
                .doesNotHaveDuplicates();
    }

    @Test
    void theTableHasMillisecondsAndProcessorTime() {
        Map<String, java.util.function.ToDoubleFunction<StartTurn>> figures = StartSuite.figures();
        List<StartTurn> turns =
                List.of(
                        new StartTurn(310_000_000, 500_000_000, 80 << 20),
                        new StartTurn(330_000_000, 520_000_000, 80 << 20));
        Table table =
                new Table(
                        "start-hello",
                        "from here to there",
                        Kind.START,
                        "the first echo",
                        "program",
                        "duplex",
                        0,
                        List.of(Row.of("duplex", "Duplex", turns, figures)));
        Origin origin = new Origin("cpu", 2, 1, "Linux", "JVM", Map.of("Duplex", "commit"));
        Results results =
                new Results(
                        Results.FORMAT,
                        "start",
                        "2026-01-01",
                        "./bench --only start",
                        origin,
                        List.of(table),
                        List.of());
        assertThat(Markdown.of(results))
                .contains("| program | ms to the first echo | ÷ Duplex | spread |")
                .contains("| Duplex | 320 | 1.00 | 6.3 % | 510 | 80 |");
    }
}
