package dev.duplex.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The short forms of `duplex verify --nodes`: several programs on one Redis, everybody spread over them, Redis and nodes killed.
@Timeout(180)
class VerifyNodesTest {
    @Test
    void killedAndCutOffNodesOnOneRedisKeepTheirPromises() {
        Run run =
                Run.of(
                        "verify",
                        "--nodes=3",
                        "--channels=verify:1",
                        "--duration=6s",
                        "--faults=cut,kill,redis-kill",
                        "--fault-interval=800ms",
                        "--fault-longest=600ms",
                        // The cut, after a second, hits everybody; the node, which takes its time
                        // to
                        // start, is killed last.
                        "--seed=23");
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out())
                .contains(
                        "CLEAN: ",
                        "cut: cut ",
                        "kill: killed process ",
                        "redis-kill: killed Redis ",
                        "redis-kill: Redis (process ")
                .doesNotContain("there was no time for it");
    }

    /// A replica that lacks something takes over, by real sentinels: who missed something is told, and no position is given out twice, or what came
    /// would be judged to be recovered, and is not.
    @Test
    void aReplicaThatLacksSomethingIsToldOf() {
        Run run =
                Run.of(
                        "verify",
                        "--nodes=2",
                        "--channels=verify:1",
                        "--duration=3s",
                        "--faults=cut,failover",
                        "--fault-interval=700ms",
                        "--fault-longest=1500ms",
                        "--seed=5");
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out())
                .contains(
                        "CLEAN: ",
                        "failover: what Redis (process ",
                        "has taken over after",
                        "times told that something may be missing")
                .doesNotContain("there was no time for it");
    }
}
