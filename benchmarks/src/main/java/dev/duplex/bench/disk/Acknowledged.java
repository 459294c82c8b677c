package dev.duplex.bench.disk;

import dev.duplex.bench.BenchException;
import java.util.List;

/// What was acknowledged must be there: else there is no result.
final class Acknowledged {
    /// How many histories are counted: to count all takes long.
    private static final int COUNTED = 20;

    private Acknowledged() {}

    /// Compares what was acknowledged in all channels with their positions, and counts histories.
    ///
    /// @param published how many publications were acknowledged, alike for all channels
    /// @param history how many are kept of each
    /// @return how many are kept in all
    /// @throws BenchException if any is missing, or there are too many
    static long check(
            Contender contender,
            Subject subject,
            List<String> channels,
            long published,
            int history) {
        long offsets = channels.stream().mapToLong(subject::offset).sum();
        if (offsets != published) {
            throw new BenchException(
                    "%s has %d publications, and acknowledged %d"
                            .formatted(contender.title(), offsets, published));
        }
        int step = Math.max(1, channels.size() / COUNTED);
        for (int i = 0; i < channels.size(); i += step) {
            long kept = subject.kept(channels.get(i));
            if (kept != history) {
                throw new BenchException(
                        "%s keeps %d publications of a channel, not %d"
                                .formatted(contender.title(), kept, history));
            }
        }
        return (long) channels.size() * history;
    }
}
