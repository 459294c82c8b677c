package dev.duplex.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.duplex.app.Run;
import dev.duplex.faults.Namespace;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The short forms of `duplex verify --nodes`: several programs on one Redis, everybody spread over them, Redis and nodes killed.
@Tag("chaos")
@Timeout(400)
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

    /// What goes between a node and Redis vanishes, for longer than the node needs to notice. Nothing of the networks is left.
    @Test
    void aNodeThatIsPartedFromRedisKeepsItsPromises() throws Exception {
        try {
            Namespace.make(1).close();
        } catch (Namespace.UnavailableException e) {
            // Shown by killedAndCutOffNodesOnOneRedisKeepTheirPromises as far as proxies can.
            abort(String.valueOf(e.getMessage()));
        }
        Run run =
                Run.of(
                        "verify",
                        "--nodes=3",
                        "--channels=verify:1",
                        "--duration=13s",
                        "--faults=cut,partition",
                        "--fault-interval=900ms",
                        "--fault-longest=600ms",
                        // The partition comes first, and is a long one.
                        "--seed=53");
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out())
                .contains("CLEAN: ", "cut: cut ", " and Redis arrives")
                .containsPattern(
                        "partition: what goes between process \\d+ and Redis vanishes for 10\\.\\d s")
                .doesNotContain("there was no time for it");
        assertThat(Path.of("/run/netns"))
                .isDirectoryNotContaining("glob:**/duplex-" + ProcessHandle.current().pid() + "-*");
    }

    /// Clients come by a balancer as the guide configures it, which is killed; what they send beside their streams reaches any node. The API, which no
    /// balancer passes on, is asked at the nodes.
    @Test
    void behindABalancerTheyKeepTheirPromises() {
        Run run =
                Run.of(
                        "verify",
                        "--nodes=2",
                        "--balancer=haproxy",
                        "--channels=verify:1",
                        "--clients=centrifuge-json,centrifuge-sockjs,http-stream,sse,plain-sse",
                        "--sleepers=0",
                        "--duration=4s",
                        "--faults=cut,kill,balancer-kill",
                        "--fault-interval=500ms",
                        "--fault-longest=400ms",
                        // In this order, and each but the first lasts.
                        "--seed=23");
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out())
                .contains(
                        "CLEAN: ",
                        "2 nodes behind haproxy",
                        "cut: cut ",
                        "kill: killed process ",
                        "balancer-kill: killed haproxy (process ",
                        "balancer-kill: haproxy (process ")
                .doesNotContain("there was no time for it");
    }
}
