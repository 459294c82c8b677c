package dev.duplex.engine.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/// What waits to be sent to a server: first what it has refused, then what came meanwhile, each in the order in which it came. Guarded by the monitor of
/// its `Commands`.
final class Backlog {
    private final Deque<Request> refused = new ArrayDeque<>();
    private final Deque<Request> waiting = new ArrayDeque<>();

    /// Adds what has come.
    void add(Request request) {
        waiting.add(request);
    }

    /// Puts back what was sent and has been refused.
    void putBack(Request request) {
        refused.add(request);
    }

    /// Whether there is anything that was refused.
    boolean hasRefused() {
        return !refused.isEmpty();
    }

    /// Takes out what was refused of a key.
    List<Request> takeRefused(String key) {
        return take(refused, key::equals);
    }

    /// Takes out what has waited for too long.
    List<Request> takeLate(Duration patience) {
        List<Request> late = new ArrayList<>();
        for (Deque<Request> each : List.of(refused, waiting)) {
            while (!each.isEmpty() && each.getFirst().isOlderThan(patience)) {
                late.add(each.removeFirst());
            }
        }
        return late;
    }

    /// Takes out what is of certain keys.
    List<Request> take(Predicate<String> keys) {
        List<Request> taken = take(refused, keys);
        taken.addAll(take(waiting, keys));
        return taken;
    }

    List<Request> takeAll() {
        return take(_ -> true);
    }

    private static List<Request> take(Deque<Request> from, Predicate<String> keys) {
        List<Request> taken = new ArrayList<>();
        Iterator<Request> all = from.iterator();
        while (all.hasNext()) {
            Request next = all.next();
            if (keys.test(next.key())) {
                taken.add(next);
                all.remove();
            }
        }
        return taken;
    }
}
