package dev.duplex.bench.disk;

import dev.duplex.bench.BenchException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// Publishes more than the histories keep, and looks what that takes on the disk.
final class SpaceRun {
    private static final int PUBLISHERS = 10_000;
    private static final int CONNECTIONS = 50;

    private final DiskPlan plan;
    private final DiskScenario.Fill work;
    private final Material material;

    SpaceRun(DiskPlan plan, DiskScenario.Fill work) {
        this.plan = plan;
        this.work = work;
        material = Material.of(work.channels());
    }

    /// The table.
    ///
    /// @throws BenchException if none of them was chosen
    List<String> run() throws InterruptedException {
        List<Contender> durable = plan.contenders().stream().filter(Contender::durable).toList();
        if (durable.isEmpty()) {
            throw new BenchException("disk-space compares disk, redis");
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                "| engine | publications/s | written B/publication | MiB | B/kept publication |"
                        + " compacted MiB | B/kept publication | compacting s |");
        lines.add("|---|--:|--:|--:|--:|--:|--:|--:|");
        for (Contender contender : durable) {
            plan.progress().accept("filling " + contender.title());
            lines.add(row(contender));
        }
        return lines;
    }

    private String row(Contender contender) throws InterruptedException {
        Path directory = Disk.empty(plan.directory().resolve("engine"));
        Subject subject = contender.open(directory, work.history(), CONNECTIONS);
        try (subject) {
            Publishers publishers = new Publishers(subject::flush);
            publishers.add(PUBLISHERS, material.inTurn(subject::publish));
            OptionalLong before = Disk.writtenBytes(plan.directory());
            long begun = System.nanoTime();
            publishers.publish(work.publications());
            double seconds = (System.nanoTime() - begun) / 1e9;
            OptionalLong after = Disk.writtenBytes(plan.directory());
            long kept =
                    Acknowledged.check(
                            contender,
                            subject,
                            material.channels(),
                            work.publications(),
                            work.history());
            Subject.Space space = subject.space();
            return String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %s | %,.1f | %,.0f | %,.1f | %,.0f | %.1f |",
                    contender.title(),
                    work.publications() / seconds,
                    Disk.text(Disk.writtenEach(before, after, work.publications())),
                    space.bytes() / 1048576.0,
                    (double) space.bytes() / kept,
                    space.compactedBytes() / 1048576.0,
                    (double) space.compactedBytes() / kept,
                    space.compactingNanos() / 1e9);
        } finally {
            Disk.delete(directory);
        }
    }
}
