package dev.duplex.bench.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs each scenario for a moment, and sees that it counts; never what times it gives. Redis takes part: ./check installs it.
@Tag("long")
class DiskSuiteTest {
    @TempDir Path directory;

    @Test
    void everyContenderPublishesAndKeepsWhatItAcknowledges() throws InterruptedException {
        DiskScenario.Publish work = new DiskScenario.Publish(20, false, 10, 5);
        Map<Contender, List<PublishRounds.Turn>> turns = new PublishRounds(plan(), work).run();
        assertThat(turns).containsOnlyKeys(Contender.values());
        turns.forEach((contender, all) -> {
            PublishRounds.Turn turn = all.getFirst();
            assertThat(turn.perSecond()).as(contender.title()).isPositive();
            assertThat(turn.p99Nanos()).isGreaterThanOrEqualTo(turn.p50Nanos());
            assertThat(turn.syncNanos()).isPositive();
            if (contender.onDisk()) {
                // Never more than are under way, but for those of an earlier commit that the window
                // begins with.
                assertThat(turn.perCommit()).isBetween(1.0, 40.0);
            } else {
                assertThat(turn.perCommit()).isZero();
            }
        });
        assertThat(new PublishRounds(plan(), work).table(turns))
                .hasSize(2 + Contender.values().length)
                .anyMatch(it -> it.startsWith("| Redis, always |"));
        assertThat(directory.resolve("engine")).doesNotExist();
    }

    @Test
    void whoPublishesBesideOthersIsMeasuredAlone() throws InterruptedException {
        DiskScenario.Publish work = new DiskScenario.Publish(20, true, 10, 5);
        Map<Contender, List<PublishRounds.Turn>> turns = new PublishRounds(plan(), work).run();
        assertThat(turns).containsOnlyKeys(Contender.values());
        turns.forEach((contender, all) ->
                assertThat(all.getFirst().perSecond()).as(contender.title()).isPositive());
    }

    @Test
    void spaceIsCountedBeforeAndAfterAllIsWrittenAnew() throws InterruptedException {
        List<String> lines = new SpaceRun(plan(), new DiskScenario.Fill(4_000, 20, 50)).run();
        assertThat(lines).hasSize(4);
        for (String row : lines.subList(2, 4)) {
            double left = number(row, 5);
            double compacted = number(row, 7);
            // At least what the payloads are, since they are letters at random; no more than what
            // was left.
            assertThat(compacted).as(row).isBetween(50.0, left);
        }
        assertThat(lines.get(2)).startsWith("| disk, always |");
        assertThat(lines.get(3)).startsWith("| Redis, always |");
    }

    @Test
    void aDirectoryIsOpenedHoweverItEnded() throws InterruptedException {
        DiskPlan plan = plan();
        List<String> lines = new StartRun(plan, new DiskScenario.Start(500, 3)).run();
        assertThat(lines).hasSize(4 + StartRun.Before.values().length);
        for (String row : lines.subList(4, lines.size())) {
            assertThat(number(row, 3)).as(row).isGreaterThanOrEqualTo(number(row, 2));
            assertThat(number(row, 5)).as(row).isPositive();
            assertThat(number(row, 7)).as(row).isPositive();
        }
    }

    @Test
    void everyStoreKeepsTheRecords() throws InterruptedException {
        List<String> lines = new RecordRounds(plan(), new DiskScenario.Records(10, 200, 5)).run();
        assertThat(lines).hasSize(2 + RecordRounds.Kind.values().length);
        for (String row : lines.subList(2, lines.size())) {
            assertThat(number(row, 2)).as(row).isPositive();
        }
    }

    @Test
    void theReportSaysWhatTheDiskIs() throws InterruptedException {
        assertThat(DiskSuite.description(plan()).get("disk"))
                .matches("\\S+ on \\S+; a sync .* takes [0-9.]+ ms, .*");
        assertThat(DiskSuite.description(plan()).get("Redis")).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void aWordSelectsAllOrOne() {
        assertThat(DiskSuite.chosen(Set.of("disk"))).hasSize(DiskScenario.ALL.size());
        assertThat(DiskSuite.chosen(Set.of("echo", "disk-space"))).containsExactly("disk-space");
        assertThat(DiskSuite.chosen(Set.of("disk-nothing"))).isEmpty();
    }

    private DiskPlan plan() {
        return new DiskPlan(
                directory,
                EnumSet.allOf(Contender.class),
                1,
                Duration.ofMillis(100),
                true,
                _ -> {});
    }

    /// A column of a row, the first being 1.
    private static double number(String row, int column) {
        return Double.parseDouble(row.split("\\|", -1)[column].replaceAll("[^0-9.]", ""));
    }
}
