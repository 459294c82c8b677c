package dev.duplex.bench.disk;

import dev.duplex.bench.Statistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/// Publishes, and waits for acknowledgements: the contenders take turns, each with nothing in it at first, so that nothing of one is
/// left to do when another is measured. Its histories are full when it is.
final class PublishRounds {

    /// Who fills the histories: so many that it does not take long.
    private static final int FILLING = 10_000;

    private static final String PASSING = "passing";
    private static final int MOST_CONNECTIONS = 50;

    private final DiskPlan plan;
    private final DiskScenario.Publish work;
    private final Material material;

    PublishRounds(DiskPlan plan, DiskScenario.Publish work) {
        this.plan = plan;
        this.work = work;
        material = Material.of(work.channels());
    }

    /// What one turn says.
    ///
    /// @param syncNanos what the disk took for a sync just before
    /// @param perCommit publications to a commit; 0 where nobody counts
    /// @param closeNanos how long it took to end it, right after the load
    record Turn(
            double perSecond,
            double p50Nanos,
            double p99Nanos,
            double perCommit,
            double syncNanos,
            double closeNanos) {
        private Turn closed(long nanos) {
            return new Turn(perSecond, p50Nanos, p99Nanos, perCommit, syncNanos, nanos);
        }
    }

    /// All turns of each.
    Map<Contender, List<Turn>> run() throws InterruptedException {
        Map<Contender, List<Turn>> turns = new EnumMap<>(Contender.class);
        for (int run = 1; run <= plan.runs(); run++) {
            for (Contender contender : plan.contenders()) {
                Turn turn = turn(contender);
                turns.computeIfAbsent(contender, _ -> new ArrayList<>()).add(turn);
                plan.progress()
                        .accept(
                                String.format(
                                        Locale.ROOT,
                                        "%-16s %d  %,.0f publications/s, p99 %.2f ms",
                                        contender.title(),
                                        run,
                                        turn.perSecond(),
                                        turn.p99Nanos() / 1e6));
            }
        }
        return turns;
    }

    private Turn turn(Contender contender) throws InterruptedException {
        Path directory = Disk.empty(plan.directory().resolve("engine"));
        double sync = Disk.syncs(plan.directory(), plan.syncs()).getValueAtPercentile(50);
        Subject subject =
                contender.open(
                        directory,
                        work.history(),
                        Math.clamp(work.publishers(), 1, MOST_CONNECTIONS));
        Turn turn;
        long closing;
        try (subject) {
            turn = measure(contender, subject, sync);
            closing = System.nanoTime();
        }
        long closed = System.nanoTime() - closing;
        Disk.delete(directory);
        return turn.closed(closed);
    }

    private Turn measure(Contender contender, Subject subject, double sync)
            throws InterruptedException {
        Supplier<CompletionStage<?>> keeping = material.inTurn(subject::publish);
        long filled = (long) material.channels().size() * work.history();
        Publishers filling = new Publishers(subject::flush);
        filling.add(FILLING, keeping);
        filling.publish(filled);

        Publishers publishers = new Publishers(subject::flush);
        Publishers.Group kept = publishers.add(work.publishers(), keeping);
        Publishers.Group measured =
                work.beside()
                        ? publishers.add(
                                1, () -> subject.pass(PASSING, material.payloads().getFirst()))
                        : kept;
        var _ = publishers.measure(plan.settling());
        OptionalLong before = subject.commits();
        long nanos = publishers.measure(plan.window());
        Histogram latencies = measured.latencies().copy();
        publishers.finish();
        // Of each commit that is counted, all that it has is acknowledged, and counted too.
        OptionalLong after = subject.commits();
        long all =
                kept.latencies().getTotalCount()
                        + (work.beside() ? measured.latencies().getTotalCount() : 0);
        var _ =
                Acknowledged.check(
                        contender,
                        subject,
                        material.channels(),
                        filled + kept.begun(),
                        work.history());
        return new Turn(
                latencies.getTotalCount() * 1e9 / nanos,
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                before.isPresent() && contender.onDisk()
                        ? (double) all / Math.max(1, after.orElseThrow() - before.getAsLong())
                        : 0,
                sync,
                0);
    }

    /// The table.
    List<String> table(Map<Contender, List<Turn>> turns) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| engine | publications/s | ÷ %s | spread | p50 µs | p50 in syncs | p99 µs | publications/commit | close ms |"
                        .formatted(turns.keySet().iterator().next().title()));
        lines.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        List<Turn> first = turns.values().iterator().next();
        double reference = Statistics.median(first, Turn::perSecond);
        double sync =
                Statistics.median(
                        turns.values().stream().flatMap(List::stream).toList(), Turn::syncNanos);
        turns.forEach((contender, all) -> {
            double rate = Statistics.median(all, Turn::perSecond);
            double p50 = Statistics.median(all, Turn::p50Nanos);
            double perCommit = Statistics.median(all, Turn::perCommit);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| %s | %,.0f | %.2f | %.1f %% | %,.1f | %.2f | %,.1f | %s | %s |",
                            contender.title(),
                            rate,
                            rate / reference,
                            100 * Statistics.spread(all, Turn::perSecond),
                            p50 / 1e3,
                            p50 / sync,
                            Statistics.median(all, Turn::p99Nanos) / 1e3,
                            perCommit == 0 ? "–" : String.format(Locale.ROOT, "%,.1f", perCommit),
                            contender.onDisk()
                                    ? String.format(
                                            Locale.ROOT,
                                            "%.0f",
                                            Statistics.median(all, Turn::closeNanos) / 1e6)
                                    : "–"));
        });
        return lines;
    }
}
