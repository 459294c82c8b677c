package dev.duplex.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.faults.FaultKind;
import dev.duplex.verify.client.ClientKind;
import dev.duplex.verify.judge.ClientTally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnServerTest {
    @TempDir private Path folder;

    @Test
    void killedAndCutOffAServerOnDiskKeepsItsPromises() throws Exception {
        Plan plan =
                Plan.builder()
                        .channels(List.of("verify:1"))
                        .duration(Duration.ofSeconds(6))
                        .faults(Set.of(FaultKind.KILL, FaultKind.CUT))
                        .faultInterval(Duration.ofMillis(800))
                        .faultLongest(Duration.ofMillis(600))
                        .demandRecovery(true)
                        .kept(OwnServer.KEPT)
                        .seed(3) // Two cuts and two kills; the first cut, after a second, hits
                        // everybody.
                        .build();
        try (OwnServer server =
                OwnServer.start(ServerOnDisk.command(), folder, List.of("verify"))) {
            Report report = Verification.run(plan, server, _ -> {});
            assertThat(report.isClean()).as(report.text()).isTrue();
            assertThat(report.faults())
                    .extracting(it -> it.kind())
                    .contains(FaultKind.KILL, FaultKind.CUT);
            assertThat(report.judgement().clients())
                    .hasSize(
                            ClientKind.values().length
                                    + (int)
                                            Arrays.stream(ClientKind.values())
                                                    .filter(ClientKind::recovers)
                                                    .count())
                    .allMatch(it -> it.reconnects() > 0);
            assertThat(report.judgement().clients())
                    .filteredOn(it -> !it.client().equals(ClientKind.PLAIN_WEBSOCKET.label()))
                    .extracting(ClientTally::recovered)
                    .allMatch(it -> it > 0);
        }
    }

    @Test
    void saysWhyAServerDoesNotComeUp() {
        List<String> program =
                List.of("sh", "-c", "echo there is no room on the disk >&2; exit 3", "duplex");
        assertThatThrownBy(() -> OwnServer.start(program, folder, List.of("verify")))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("code 3")
                .hasMessageContaining("no room on the disk");
    }
}
