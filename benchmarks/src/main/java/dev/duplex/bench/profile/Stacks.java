package dev.duplex.bench.profile;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/// What a profiler saw: how often each stack was there. Written and read as collapsed stacks: a line for each, its frames from
/// the outermost on with `;` between them, a blank, and how often.
public final class Stacks {
    private final Map<String, Long> counts = new TreeMap<>();

    /// Adds what a profiler has written.
    ///
    /// @throws IllegalArgumentException if a line is none
    public void add(String collapsed) {
        for (String line : collapsed.lines().toList()) {
            int end = line.lastIndexOf(' ');
            String count = line.substring(end + 1);
            if (end <= 0 || !count.matches("[0-9]{1,18}")) {
                throw new IllegalArgumentException("no collapsed stack: " + line);
            }
            counts.merge(line.substring(0, end), Long.parseLong(count), Long::sum);
        }
    }

    /// How many samples there are.
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Gives each stack, its outermost frame first, and how often it was there.
    void each(ObjLongConsumer<List<String>> stack) {
        Collections.unmodifiableMap(counts)
                .forEach((frames, count) -> stack.accept(List.of(frames.split(";", -1)), count));
    }
}
