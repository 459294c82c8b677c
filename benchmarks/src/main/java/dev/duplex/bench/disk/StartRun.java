package dev.duplex.bench.disk;

import dev.duplex.bench.Statistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Opens a directory with many channels in it, in a process of its own: how long until the first publication is acknowledged, and what
/// the process holds then.
final class StartRun {
    private static final int PUBLISHERS = 10_000;
    private static final int PUBLISHED = 100_000;
    private static final int QUICK_PUBLISHED = 1_000;

    private final DiskPlan plan;
    private final DiskScenario.Start work;
    private final int published;
    private final Path empty;
    private final Path full;

    StartRun(DiskPlan plan, DiskScenario.Start work) {
        this.plan = plan;
        this.work = work;
        published = plan.quick() ? QUICK_PUBLISHED : PUBLISHED;
        empty = plan.directory().resolve("empty");
        full = plan.directory().resolve("full");
    }

    /// What was before.
    enum Before {
        NOTHING("a new directory"),
        CLOSED("was closed"),
        COLD("was closed, and no file is in the page cache"),
        KILLED("was killed while it was in use");

        private final String title;

        Before(String title) {
            this.title = title;
        }
    }

    /// What one opening says.
    ///
    /// @param answeredNanos until the first publication was acknowledged, opening included
    /// @param residentBefore memory of the process, then
    /// @param residentAfter the same after publications in channels at random
    record Turn(
            double openedNanos,
            double answeredNanos,
            double residentBefore,
            double residentAfter,
            double openFiles,
            double closeNanos) {}

    /// What is before the table, and the table.
    List<String> run() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        Disk.empty(full);
        lines.add(build());
        lines.add("");
        Map<Before, List<Turn>> turns = new EnumMap<>(Before.class);
        for (int run = 1; run <= plan.runs(); run++) {
            for (Before before : Before.values()) {
                Turn turn = turn(before);
                turns.computeIfAbsent(before, _ -> new ArrayList<>()).add(turn);
                plan.progress()
                        .accept(
                                String.format(
                                        Locale.ROOT,
                                        "%s %d  acknowledged after %.0f ms",
                                        before.title,
                                        run,
                                        turn.answeredNanos() / 1e6));
            }
        }
        lines.addAll(table(turns));
        Disk.delete(empty);
        Disk.delete(full);
        return lines;
    }

    private String build() throws InterruptedException {
        Material material = Material.of(work.channels());
        long all = (long) work.channels() * work.history();
        plan.progress().accept("filling the directory");
        long begun = System.nanoTime();
        try (Subject subject = Contender.NEVER.open(full, work.history(), 1)) {
            Publishers publishers = new Publishers(subject::flush);
            publishers.add(PUBLISHERS, material.inTurn(subject::publish));
            publishers.publish(all);
        }
        return String.format(
                Locale.ROOT,
                "Filled in %.0f s without syncs; %,.0f MiB.",
                (System.nanoTime() - begun) / 1e9,
                Disk.size(full) / 1048576.0);
    }

    private Turn turn(Before before) throws InterruptedException {
        Path directory = full;
        switch (before) {
            case NOTHING -> directory = Disk.empty(empty);
            case CLOSED -> {}
            case COLD -> Disk.dropFromCache(full);
            case KILLED -> kill();
        }
        try (EngineProcess process = new EngineProcess(directory)) {
            double residentBefore = process.residentBytes();
            double files = process.openFiles();
            process.publish(published, work.channels());
            double residentAfter = process.residentBytes();
            return new Turn(
                    process.openedNanos(),
                    process.answeredNanos(),
                    residentBefore,
                    residentAfter,
                    files,
                    process.end());
        }
    }

    private void kill() throws InterruptedException {
        try (EngineProcess process = new EngineProcess(full)) {
            process.publish(published, work.channels());
        }
    }

    private List<String> table(Map<Before, List<Turn>> turns) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "| the directory | open ms | acknowledged ms | spread | resident MiB | after"
                                + " %,d publications | files open | close ms |",
                        published));
        lines.add("|---|--:|--:|--:|--:|--:|--:|--:|");
        turns.forEach((before, all) ->
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "| %s | %,.0f | %,.0f | %.1f %% | %,.0f | %,.0f | %.0f | %.0f |",
                                before.title,
                                Statistics.median(all, Turn::openedNanos) / 1e6,
                                Statistics.median(all, Turn::answeredNanos) / 1e6,
                                100 * Statistics.spread(all, Turn::answeredNanos),
                                Statistics.median(all, Turn::residentBefore) / 1048576,
                                Statistics.median(all, Turn::residentAfter) / 1048576,
                                Statistics.median(all, Turn::openFiles),
                                Statistics.median(all, Turn::closeNanos) / 1e6)));
        return lines;
    }
}
