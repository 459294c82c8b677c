package dev.duplex.channels;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/// Tells the engine again and again who of one lane is present, so that only those expire whose node is
/// gone. Touched in the lane only.
final class PresenceKeeper {
    /// How long somebody counts as present after the engine was last told.
    static final Duration TTL = Duration.ofSeconds(60);

    private static final Duration INTERVAL = TTL.dividedBy(3);

    private final Lane lane;
    private final Hub hub;
    private final Set<Membership> present = new LinkedHashSet<>(0);
    private boolean scheduled;

    PresenceKeeper(Lane lane, Hub hub) {
        this.lane = lane;
        this.hub = hub;
    }

    void keep(Membership membership) {
        present.add(membership);
        if (!scheduled) {
            schedule();
        }
    }

    void forget(Membership membership) {
        present.remove(membership);
    }

    private void renew() {
        scheduled = false;
        present.removeIf(Membership::ended);
        present.forEach(hub::renewPresence);
        if (!present.isEmpty()) {
            schedule();
        }
    }

    private void schedule() {
        try {
            var _ = lane.schedule(this::renew, INTERVAL);
            scheduled = true;
        } catch (RejectedExecutionException _) {
            // The lane has ended: everyone in it is taken out of presence by name.
            present.clear();
        }
    }
}
