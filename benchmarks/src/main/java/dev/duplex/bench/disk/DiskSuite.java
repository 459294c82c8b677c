package dev.duplex.bench.disk;

import dev.duplex.bench.Statistics;
import dev.duplex.bench.Versions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// The tables of `./bench --only disk`.
public final class DiskSuite {
    /// What selects all of them.
    public static final String NAME = "disk";

    private static final int BASELINES = 5;

    private DiskSuite() {}

    /// The names of the tables that are selected by these words.
    public static List<String> chosen(Set<String> only) {
        return DiskScenario.ALL.stream()
                .map(DiskScenario::name)
                .filter(name -> only.contains(NAME) || only.contains(name))
                .toList();
    }

    /// Where the figures come from: what there is of the disk and of Redis, by its name.
    public static Map<String, String> description(DiskPlan plan) throws InterruptedException {
        Disk.empty(plan.directory());
        Map<String, String> description = new LinkedHashMap<>();
        List<Histogram> syncs =
                IntStream.range(0, BASELINES)
                        .mapToObj(_ -> Disk.syncs(plan.directory(), plan.syncs()))
                        .toList();
        description.put(
                "disk",
                String.format(
                        Locale.ROOT,
                        "%s; a sync (4 KiB appended, fdatasync) takes %.3f ms, p99 %.3f ms",
                        Disk.description(plan.directory()),
                        Statistics.median(syncs, it -> it.getValueAtPercentile(50)) / 1e6,
                        Statistics.median(syncs, it -> it.getValueAtPercentile(99)) / 1e6));
        if (plan.contenders().contains(Contender.REDIS)) {
            description.put("Redis", Versions.redis());
        }
        return description;
    }

    /// Removes what is left of them.
    public static void end(DiskPlan plan) {
        Disk.delete(plan.directory());
    }

    /// Makes one of them.
    ///
    /// @return lines of Markdown
    public static List<String> run(String name, DiskPlan plan) throws InterruptedException {
        DiskScenario whole =
                DiskScenario.ALL.stream()
                        .filter(it -> it.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        DiskScenario scenario = plan.quick() ? whole.quick() : whole;
        plan.progress().accept(name);
        List<String> lines = new ArrayList<>();
        lines.add(scenario.work().title() + ".");
        lines.add("");
        switch (scenario.work()) {
            case DiskScenario.Publish work -> {
                PublishRounds rounds = new PublishRounds(plan, work);
                lines.addAll(rounds.table(rounds.run()));
            }
            case DiskScenario.Fill work -> lines.addAll(new SpaceRun(plan, work).run());
            case DiskScenario.Start work -> lines.addAll(new StartRun(plan, work).run());
            case DiskScenario.Records work -> lines.addAll(new RecordRounds(plan, work).run());
        }
        return lines;
    }
}
