package dev.duplex.bench.disk;

import dev.duplex.bench.Statistics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/// The store of the engine on disk beside others, which get the same records in the same commits. All are filled first, then they take turns.
final class RecordRounds {
    private static final int FILLING = 4096;

    private final DiskPlan plan;
    private final DiskScenario.Records work;

    RecordRounds(DiskPlan plan, DiskScenario.Records work) {
        this.plan = plan;
        this.work = work;
    }

    /// A row of the table.
    enum Kind {
        ROCKSDB("RocksDB"),
        LMDB("LMDB"),
        MVSTORE("MVStore");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        private RecordStore create(Path directory) {
            return switch (this) {
                case ROCKSDB -> RocksRecords.create(directory);
                case LMDB -> LmdbRecords.create(directory);
                case MVSTORE -> MvRecords.create(directory);
            };
        }
    }

    /// What one turn says.
    ///
    /// @param written bytes that the device was given, of each publication; NaN if that is not known
    record Turn(
            double perSecond, double p50Nanos, double p99Nanos, double written, double syncNanos) {}

    /// One that is filled.
    private record Filled(Kind kind, RecordStore store, RecordLoad load, Path directory)
            implements AutoCloseable {
        @Override
        public void close() {
            store.close();
        }
    }

    /// The table.
    List<String> run() throws InterruptedException {
        List<Filled> stores = new ArrayList<>();
        Map<Kind, List<Turn>> turns = new EnumMap<>(Kind.class);
        try {
            for (Kind kind : Kind.values()) {
                stores.add(filled(kind));
            }
            for (int run = 1; run <= plan.runs(); run++) {
                for (Filled each : stores) {
                    Turn turn = turn(each);
                    turns.computeIfAbsent(each.kind(), _ -> new ArrayList<>()).add(turn);
                    plan.progress()
                            .accept(
                                    String.format(
                                            Locale.ROOT,
                                            "%-16s %d  %,.0f publications/s",
                                            each.kind().title,
                                            run,
                                            turn.perSecond()));
                }
            }
            return table(turns, stores);
        } finally {
            stores.forEach(Filled::close);
            stores.forEach(it -> Disk.delete(it.directory()));
        }
    }

    private Filled filled(Kind kind) {
        plan.progress().accept("filling " + kind.title);
        Path directory = Disk.empty(plan.directory().resolve("store-" + kind.title));
        RecordStore store = kind.create(directory);
        RecordLoad load = new RecordLoad(store, work.channels(), work.history());
        load.fill(FILLING);
        return new Filled(kind, store, load, directory);
    }

    private Turn turn(Filled each) {
        double sync = Disk.syncs(plan.directory(), plan.syncs()).getValueAtPercentile(50);
        var _ = commits(each.load(), plan.settling());
        OptionalLong before = Disk.writtenBytes(plan.directory());
        long begun = System.nanoTime();
        Histogram commits = commits(each.load(), plan.window());
        double seconds = (System.nanoTime() - begun) / 1e9;
        OptionalLong after = Disk.writtenBytes(plan.directory());
        double publications = (double) commits.getTotalCount() * work.batch();
        return new Turn(
                publications / seconds,
                commits.getValueAtPercentile(50),
                commits.getValueAtPercentile(99),
                Disk.writtenEach(before, after, publications),
                sync);
    }

    private Histogram commits(RecordLoad load, Duration length) {
        Histogram latencies = new Histogram(3);
        long end = System.nanoTime() + length.toNanos();
        for (long now = System.nanoTime(); now < end; ) {
            load.commit(work.batch());
            long then = System.nanoTime();
            latencies.recordValue(then - now);
            now = then;
        }
        return latencies;
    }

    private static List<String> table(Map<Kind, List<Turn>> turns, List<Filled> stores) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| store | publications/s | ÷ RocksDB | spread | p50 µs/commit | p50 in syncs |"
                        + " p99 µs/commit | written B/publication | MiB |");
        lines.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        double reference =
                Statistics.median(turns.getOrDefault(Kind.ROCKSDB, List.of()), Turn::perSecond);
        double sync =
                Statistics.median(
                        turns.values().stream().flatMap(List::stream).toList(), Turn::syncNanos);
        for (Filled store : stores) {
            List<Turn> all = turns.getOrDefault(store.kind(), List.of());
            double rate = Statistics.median(all, Turn::perSecond);
            double p50 = Statistics.median(all, Turn::p50Nanos);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| %s | %,.0f | %.2f | %.1f %% | %,.1f | %.2f | %,.1f | %s | %,.0f |",
                            store.kind().title,
                            rate,
                            rate / reference,
                            100 * Statistics.spread(all, Turn::perSecond),
                            p50 / 1e3,
                            p50 / sync,
                            Statistics.median(all, Turn::p99Nanos) / 1e3,
                            Disk.text(Statistics.median(all, Turn::written)),
                            Disk.size(store.directory()) / 1048576.0));
        }
        return lines;
    }
}
