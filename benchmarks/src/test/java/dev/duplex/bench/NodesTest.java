package dev.duplex.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Traffic;
import dev.duplex.bench.result.Origin;
import dev.duplex.bench.result.Row;
import dev.duplex.bench.result.Table;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nodes on a Redis as `./bench --only cluster` starts them, for a moment. Redis takes part: ./check installs it.
@Tag("long")
class NodesTest {
    private static final Set<Peer> ROWS =
            new LinkedHashSet<>(List.of(Peer.MEMORY_NODE, Peer.REDIS_2));
    private static final Origin ORIGIN =
            new Origin("a processor", 2, 1024, "Linux", "a JVM", Map.of());

    private final LoadLoop loop = new LoadLoop();

    @AfterEach
    void stop() {
        loop.close();
    }

    private static Scenario scenario(Load load) {
        return new Scenario("cluster", "cluster-test", "a test", load);
    }

    private static Running start(Peer peer, Scenario scenario) throws InterruptedException {
        List<String> command = peer.command(Path.of("."), scenario, Optional.empty(), List.of());
        return peer.onRedis()
                ? new Nodes(peer, 0, command)
                : new PeerProcess(peer, Optional.empty(), 0, command);
    }

    /// Also those at nodes that the publisher is not connected to: the load ends only when all have it.
    @Test
    void whatIsPublishedAtOneNodeIsDeliveredAtAll() throws InterruptedException {
        List<Scenario> scenarios =
                List.of(
                        scenario(new Load.Channel(6, 4, 128, false)),
                        scenario(new Load.Pairs(6, 4, 128, false)),
                        scenario(new Load.Pairs(6, 4, 128, true)));
        try (Running nodes = start(Peer.REDIS_3, scenarios.getFirst())) {
            assertThat(nodes.target().ports()).doesNotHaveDuplicates().hasSize(3);
            for (Scenario scenario : scenarios) {
                try (Traffic traffic =
                        Traffic.open(scenario.load(Peer.REDIS_3), nodes.target(), loop)) {
                    assertThat(traffic.finish()).isPositive();
                }
            }
            assertThat(nodes.processorTime().nanos()).isPositive();
            assertThat(nodes.brokerNanos()).isPositive();
        }
    }

    @Test
    void theTimesAreThoseOfAPublication() {
        Sample sample = new Sample(1.5, 0.5, 30_000, 100, 200, 0, 0, 0, 0.5, 0.5, 0.3);
        NodesTurns.Turn turn = new NodesTurns.Turn(sample, 0.25, 0.2, 1000, 2);
        assertThat(figure(turn, "totalMicros")).isEqualTo(2250);
        assertThat(figure(turn, "nodeMicros")).isEqualTo(1000);
        assertThat(figure(turn, "brokerMicros")).isEqualTo(250);
        assertThat(figure(turn, "deliveryMicros")).isEqualTo(2);
        assertThat(figure(turn, "publicationsPerSecond")).isEqualTo(30);
        assertThat(turn.otherBusy()).isCloseTo(0.1, within(1e-9));
    }

    private static double figure(NodesTurns.Turn turn, String name) {
        return Objects.requireNonNull(NodesTurns.Turn.figures().get(name)).applyAsDouble(turn);
    }

    /// A whole suite, with turns of a moment.
    @Test
    void everyRowOfATableHasItsFigures() throws InterruptedException {
        Scenario scenario = scenario(new Load.Pairs(20, 8, 128, false));
        Rounds.Plan plan = new Rounds.Plan(1, 1, 1, 1, true);
        Outcome<NodesTurns.Turn> outcome = new Outcome<>();
        new Rounds(plan, scenario, loop, new Progress(System.err))
                .run(ROWS, NodesTest::start, new NodesTurns(scenario, plan, loop), outcome);
        Report report = new Report();
        report.addNodes(scenario, outcome);
        Table table =
                report.results(List.of("cluster"), "2026-11-28", "./bench", ORIGIN)
                        .tables()
                        .getFirst();
        assertThat(table.rows())
                .extracting(Row::title)
                .containsExactly("memory, 1 node", "Redis, 2 nodes");
        table.rows()
                .forEach(row -> {
                    assertThat(row.missing()).as(row.title()).isEmpty();
                    assertThat(row.figures()).containsOnlyKeys(NodesTurns.Turn.figures().keySet());
                    double broker =
                            Objects.requireNonNull(row.figures().get("brokerMicros")).median();
                    assertThat(broker > 0)
                            .as(row.title())
                            .isEqualTo(row.peer().startsWith("redis"));
                });
    }
}
