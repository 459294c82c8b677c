package dev.duplex.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The short form of `duplex verify`: the program as a process of its own with its channels on disk, all kinds of clients and publishers, cuts and kill -9.
@Timeout(180)
class VerifyOwnServerTest {
    @Test
    void killedAndCutOffTheProgramKeepsItsPromises() {
        Run run =
                Run.of(
                        "verify",
                        "--channels=verify:1",
                        "--duration=6s",
                        "--faults=cut,kill",
                        "--fault-interval=800ms",
                        "--fault-longest=600ms",
                        "--seed=3");
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out())
                .contains("CLEAN: ", "kill: killed process ", "kill: process ", "cut: cut ")
                .containsOnlyOnce("The server's data and log are in");
    }
}
