package dev.duplex.app.notes;

import dev.duplex.websocket.RateLimit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How fast each user acts: whoever goes on for long is told to wait, so that nobody fills another's inbox in a moment. Any thread.
final class ActRates {
    /// Acts of a user in each second, of two seconds at once.
    static final long PER_SECOND = 10;

    /// Users that are remembered. Who is forgotten, the one that has not acted for the longest time, may begin anew.
    static final int USERS = 10_000;

    private final LongSupplier nanos;
    private final Map<String, RateLimit> byUser = new LinkedHashMap<>(16, 0.75f, true);

    /// @param nanos a clock that does not go back
    ActRates(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Whether a user may act now; if so, it counts.
    synchronized boolean take(String user) {
        boolean taken =
                byUser.computeIfAbsent(user, _ -> new RateLimit(PER_SECOND))
                        .take(1, nanos.getAsLong());
        if (byUser.size() > USERS) {
            byUser.remove(byUser.keySet().iterator().next());
        }
        return taken;
    }

    /// How many users are remembered.
    synchronized int users() {
        return byUser.size();
    }
}
