package dev.duplex.engine.redis;

import java.util.HashMap;
import java.util.Map;

/// How often something was asked for by a topic's name and has not been answered. Guarded by the monitor of its `Topics`.
final class Unanswered {
    private final Map<String, Integer> counts = new HashMap<>();

    void asked(String name) {
        counts.merge(name, 1, Integer::sum);
    }

    /// Counts an answer, and returns whether there is another to come.
    boolean answered(String name) {
        return counts.computeIfPresent(name, (_, count) -> count == 1 ? null : count - 1) != null;
    }

    boolean has(String name) {
        return counts.containsKey(name);
    }

    void clear() {
        counts.clear();
    }
}
