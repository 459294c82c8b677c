package dev.duplex.engine.disk;

import dev.duplex.channels.Publication;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Makes an image of what would be on the disk if the machine failed in the middle of a write: the files as they are, but of each log
/// only what the store had synced, and nothing, all or a part by chance of what it has written since. Whether it has synced is what the
/// store itself counts, not what the engine asked for.
///
/// What it takes for granted: that a sync which the store counts reaches the disk, and that RocksDB syncs its table files and its manifest
/// before it relies on them.
final class PowerCut implements Witness {
    private final Path directory;
    private final Random random;
    private final Supplier<List<Publication>> heard;
    private long syncs;
    private Map<Path, Long> safe = Map.of();
    private int writes;
    private int failures;
    private Path image = Path.of("");
    private List<Publication> seen = List.of();

    /// @param heard what has been seen
    PowerCut(Path directory, Random random, Supplier<List<Publication>> heard) {
        this.directory = directory;
        this.random = random;
        this.heard = heard;
    }

    /// Has the machine fail in one of the next writes.
    synchronized void at(int write, Path to) {
        writes = write;
        image = to;
        seen = List.of();
    }

    /// What had been seen when it failed. To be asked when the write is over.
    synchronized List<Publication> seen() {
        if (writes > 0) {
            throw new AssertionError("it has not failed yet: " + writes + " writes are missing");
        }
        return seen;
    }

    @Override
    public synchronized void written(Store store) {
        Map<Path, Long> now = Images.logs(store.path());
        if (writes > 0 && --writes == 0) {
            failures++;
            seen = heard.get();
            store.quiet(() -> Images.copy(directory, image));
            cut(Images.logs(image.resolve(DiskDirectory.DATA)));
        }
        long counted = store.syncs();
        if (counted > syncs) {
            syncs = counted;
            safe = now;
        }
    }

    private void cut(Map<Path, Long> written) {
        written.forEach((log, length) -> {
            long from = Math.min(length, safe.getOrDefault(log, 0L));
            // Nothing of the last write, all of it, a part: in turn, for each has to come.
            long left =
                    switch (failures % 4) {
                        case 0 -> from;
                        case 1 -> length;
                        default -> random.nextLong(from, length + 1);
                    };
            Images.cut(image.resolve(DiskDirectory.DATA).resolve(log), left);
        });
    }

    /// Of some publications those that are not in an engine, at their position and as they were.
    static List<Publication> missing(Subject subject, List<Publication> seen) {
        Map<String, List<Publication>> byChannel =
                seen.stream().collect(Collectors.groupingBy(Publication::channel));
        return byChannel.entrySet().stream()
                .flatMap(it -> {
                    Map<Long, Publication> there =
                            subject.history(it.getKey()).stream()
                                    .collect(Collectors.toMap(Publication::offset, one -> one));
                    return it.getValue().stream()
                            .filter(one -> !one.equals(there.get(one.offset())));
                })
                .toList();
    }
}
