package dev.duplex.verify.judge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether there is one order that several sequences are parts of.
final class CommonOrder {
    private final Map<Published, Set<Published>> after = new LinkedHashMap<>();
    private final Map<Published, Integer> before = new LinkedHashMap<>();

    /// A sequence in which nothing comes twice.
    void add(List<Published> sequence) {
        for (int i = 0; i < sequence.size(); i++) {
            Published one = sequence.get(i);
            before.putIfAbsent(one, 0);
            if (i > 0
                    && after.computeIfAbsent(sequence.get(i - 1), _ -> new HashSet<>()).add(one)) {
                before.merge(one, 1, Integer::sum);
            }
        }
    }

    /// Publications of which each came to somebody right before the next, and the last before the first; empty if there is one order.
    List<Published> circle() {
        Map<Published, Integer> left = new LinkedHashMap<>(before);
        Deque<Published> free = new ArrayDeque<>();
        before.forEach((one, count) -> {
            if (count == 0) {
                free.add(one);
            }
        });
        for (Published one = free.poll(); one != null; one = free.poll()) {
            left.remove(one);
            for (Published next : after.getOrDefault(one, Set.of())) {
                if (left.merge(next, -1, Integer::sum) == 0) {
                    free.add(next);
                }
            }
        }
        return left.isEmpty() ? List.of() : circleIn(left.keySet());
    }

    /// @param left each of which has one before it that is in it too
    private List<Published> circleIn(Set<Published> left) {
        Map<Published, Published> predecessors = new LinkedHashMap<>();
        for (Published one : left) {
            for (Published next : after.getOrDefault(one, Set.of())) {
                if (left.contains(next)) {
                    predecessors.putIfAbsent(next, one);
                }
            }
        }
        Set<Published> seen = new LinkedHashSet<>();
        Published at = left.iterator().next();
        while (seen.add(at)) {
            at = predecessors.getOrDefault(at, at);
        }
        List<Published> way = List.copyOf(seen);
        return way.subList(way.indexOf(at), way.size()).reversed();
    }
}
