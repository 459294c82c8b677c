package dev.duplex.channels;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The publications that wait for one lane: many threads add, the lane drains. As long as any wait,
/// exactly one drain is with the lane (it is armed), however many publications and subscribers.
///
/// Order: what one channel adds, under its lock, is delivered to each member in that order, and a
/// member of several channels gets their publications in the order of the queue. Publications of one
/// channel that follow each other in the queue go to a member together, so that they leave in one
/// write each instead of one write per publication.
final class LaneQueue implements Runnable {
    private final Lane lane;
    private final Hub hub;
    private final HubLimits limits;
    private final Hub.Uncaught uncaught;
    private final ConcurrentLinkedQueue<Fanout> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile boolean ended;

    /// What the drain is at; touched in the lane only.
    private @Nullable Fanout current;

    LaneQueue(Lane lane, Hub hub, HubLimits limits, Hub.Uncaught uncaught) {
        this.lane = lane;
        this.hub = hub;
        this.limits = limits;
        this.uncaught = uncaught;
    }

    Lane lane() {
        return lane;
    }

    /// Whether the lane takes no tasks any more.
    boolean ended() {
        return ended;
    }

    /// Takes room for a publication, to be given back by [#release].
    ///
    /// @return `false` if there is not enough: nothing was taken. An empty queue has room for any
    boolean reserve(Payload payload) {
        if (ended) {
            return true;
        }
        long bytes = bytes(payload);
        long before = queuedBytes.getAndAdd(bytes);
        if (before == 0 || before + bytes <= limits.laneBytes()) {
            return true;
        }
        queuedBytes.addAndGet(-bytes);
        return false;
    }

    void release(Payload payload) {
        queuedBytes.addAndGet(-bytes(payload));
    }

    /// Queues a publication that room was reserved for. [#arm] must follow.
    void add(Fanout fanout) {
        if (!ended) {
            queue.add(fanout);
        }
    }

    /// Sees to it that the lane will drain what was added.
    void arm() {
        if (!armed.get() && armed.compareAndSet(false, true)) {
            submit();
        }
    }

    /// One drain: delivers until nothing waits or the budget is spent. Called by the lane.
    @Override
    public void run() {
        boolean drained = deliver(limits.drainBudget());
        try {
            lane.endOfBatch();
        } catch (Throwable thrown) {
            uncaught.thrown(lane + " at the end of a batch", thrown);
        }
        if (!drained) {
            submit();
            return;
        }
        armed.set(false);
        // What was added before that line was written found the queue armed, and did not arm it.
        if (!queue.isEmpty()) {
            arm();
        }
    }

    /// Delivers what waits, as far as the budget goes.
    ///
    /// @return whether nothing waits any more; else the budget was spent, perhaps with what one member
    ///     was owed beyond it
    private boolean deliver(int budget) {
        int left = budget;
        while (left > 0) {
            Fanout fanout = current == null ? next(left) : current;
            if (fanout == null) {
                return true;
            }
            current = fanout;
            Iterator<Membership> rest = fanout.rest();
            while (left > 0 && rest.hasNext()) {
                Membership membership = rest.next();
                for (Publication publication : fanout.publications()) {
                    left--;
                    offer(publication, membership);
                }
            }
            if (!rest.hasNext()) {
                // Costs a delivery too, for a publication may meet no member at all.
                left -= fanout.publications().size();
                current = null;
                for (Publication publication : fanout.publications()) {
                    release(publication.payload());
                }
            }
        }
        return current == null && queue.isEmpty();
    }

    /// The next publication, and those behind it that can go with it, up to `most` in all.
    private @Nullable Fanout next(int most) {
        Fanout fanout = queue.poll();
        if (fanout != null) {
            for (Fanout behind = queue.peek();
                    behind != null && fanout.join(behind, most);
                    behind = queue.peek()) {
                queue.remove();
            }
        }
        return fanout;
    }

    private void offer(Publication publication, Membership membership) {
        if (!membership.wants(publication.offset())) {
            return;
        }
        try {
            switch (membership.subscriber().offer(publication)) {
                case ACCEPTED -> {}
                case FULL, CLOSED -> hub.drop(membership);
            }
        } catch (Throwable thrown) {
            uncaught.thrown(membership.subscriber() + " on a publication", thrown);
            hub.drop(membership);
        }
    }

    /// Gives the lane a drain. A lane that refuses it has ended, and its subscribers with it.
    private void submit() {
        try {
            lane.execute(this);
        } catch (RejectedExecutionException _) {
            // Stays armed: nobody tries again.
            ended = true;
            queue.clear();
            hub.dropLane(this);
        }
    }

    private static long bytes(Payload payload) {
        return (long) payload.size() + HubLimits.ENTRY_BYTES;
    }
}
