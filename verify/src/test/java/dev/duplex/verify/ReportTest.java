package dev.duplex.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.faults.FaultKind;
import dev.duplex.verify.json.Json;
import dev.duplex.verify.judge.CatchUp;
import dev.duplex.verify.judge.ClientTally;
import dev.duplex.verify.judge.Judgement;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final CatchUp NONE = new CatchUp(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private static Report report(
            long notRecovered,
            long untold,
            Optional<String> injectorFailure,
            List<String> bugs,
            Map<String, String> away) {
        ClientTally tally = new ClientTally("sse", 1, 10, 3, 0, notRecovered, untold, 77_001, NONE);
        return new Report(
                Plan.builder().faults(Set.of(FaultKind.CUT, FaultKind.STALL)).build(),
                List.of(URI.create("http://127.0.0.1:1/")),
                Optional.empty(),
                Duration.ofSeconds(1),
                List.of(),
                injectorFailure,
                bugs,
                away,
                new Judgement(List.of(), List.of(), List.of(tally)));
    }

    private static Report clean(long notRecovered, long untold) {
        return report(notRecovered, untold, Optional.empty(), List.of(), Map.of());
    }

    @Test
    void saysThatNothingIsLostOnlyWhereNobodyWasToldOtherwise() {
        assertThat(clean(0, 0).text()).contains("; nothing lost, nothing twice");
        assertThat(clean(2, 0).text())
                .contains(
                        "; nothing lost unsaid, 2 times told that something may be missing,"
                                + " nothing twice");
        assertThat(clean(0, 1).text())
                .contains(
                        "; nothing lost unsaid, once by a protocol that cannot tell, nothing twice");
    }

    @Test
    void showsWhatIsNotOfTheRunAndNoTimesWhereThereAreNone() {
        assertThat(clean(0, 0).text()).contains("77,001").containsPattern("– +– +–\n");
    }

    @Test
    void whatHindersTheRunIsNotTheServersFault() {
        Report failed = report(0, 0, Optional.of("no room"), List.of(), Map.of());
        assertThat(failed.isClean()).isFalse();
        assertThat(failed.text())
                .contains("Faults could not go on: no room")
                .endsWith("COULD NOT RUN TO THE END: faults could not go on\n");
        assertThat(Json.object(failed.json()).get("verdict")).isEqualTo("unfinished");
        Report bug = report(0, 0, Optional.empty(), List.of("sse 1: bug: x"), Map.of());
        assertThat(bug.text())
                .contains("sse 1: bug: x")
                .endsWith("COULD NOT RUN TO THE END: a bug of this program\n");
    }

    @Test
    void whoDoesNotComeBackIsNamedInTheVerdict() {
        Report away = report(0, 0, Optional.empty(), List.of(), Map.of("sse 1", "cut"));
        assertThat(away.text()).endsWith("BROKEN: not subscribed at the end\n");
    }

    @Test
    void saysWhichFaultsDidNotCome() {
        Report report = clean(0, 0);
        assertThat(report.text()).contains("there was no time for it: cut, stall.");
        assertThat(Json.object(report.json()).get("faultsThatDidNotCome"))
                .isEqualTo(List.of("cut", "stall"));
    }
}
