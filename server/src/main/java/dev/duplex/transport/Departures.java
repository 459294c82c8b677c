package dev.duplex.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/// Sends clients away one after the other, evenly over a time and in no order that a client could foresee. For one thread.
final class Departures {
    private final Deque<Runnable> waiting;
    private final int count;
    private final long windowNanos;

    /// @param all what sends each client away
    /// @param window over which; zero: all at once
    Departures(Collection<Runnable> all, Duration window) {
        List<Runnable> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled);
        waiting = new ArrayDeque<>(shuffled);
        count = shuffled.size();
        windowNanos = window.toNanos();
    }

    /// Sends away whose turn has come: the first at the beginning, the last a turn before the end.
    ///
    /// @param elapsedNanos since the beginning
    /// @return whether some are left
    boolean send(long elapsedNanos) {
        long due = due(elapsedNanos);
        while (!waiting.isEmpty() && count - waiting.size() < due) {
            waiting.removeFirst().run();
        }
        return !waiting.isEmpty();
    }

    private long due(long elapsedNanos) {
        return elapsedNanos >= windowNanos
                ? count
                : 1 + (long) (count * (elapsedNanos / (double) windowNanos));
    }
}
