package dev.duplex.channels;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The events that wait for one lane: many threads add, the lane drains. As long as any wait,
/// exactly one drain is with the lane (it is armed), however many events and subscribers.
///
/// Order: what one channel adds, under its lock, is delivered to each member in that order, and a
/// member of several channels gets their events in the order of the queue. Events of one
/// channel that follow each other in the queue go to a member together, so that they leave in one
/// write each instead of one write per event.
final class LaneQueue implements Runnable {
    private final Lane lane;
    private final Hub hub;
    private final HubLimits limits;
    private final ConcurrentLinkedQueue<Fanout> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final PresenceKeeper presence;
    private final AtomicBoolean ended = new AtomicBoolean();

    /// What the drain is at; touched in the lane only.
    private @Nullable Fanout current;

    LaneQueue(Lane lane, Hub hub) {
        this.lane = lane;
        this.hub = hub;
        limits = hub.limits();
        presence = new PresenceKeeper(lane, hub);
    }

    Lane lane() {
        return lane;
    }

    /// Who lives here and is present somewhere; touched in the lane only.
    PresenceKeeper presence() {
        return presence;
    }

    /// Whether the lane takes no tasks any more.
    boolean ended() {
        return ended.get();
    }

    /// Whether an event of this size would find room now.
    boolean hasRoom(long bytes) {
        long queued = queuedBytes.get();
        return ended.get() || queued == 0 || queued + bytes <= limits.laneBytes();
    }

    /// Takes room for an event; given back when it has been delivered.
    ///
    /// @return `false` if there is not enough: nothing was taken. An empty queue has room for any
    boolean reserve(long bytes) {
        if (ended.get()) {
            return true;
        }
        long before = queuedBytes.getAndAdd(bytes);
        if (before == 0 || before + bytes <= limits.laneBytes()) {
            return true;
        }
        queuedBytes.addAndGet(-bytes);
        return false;
    }

    /// Queues what room was reserved for. [#arm] must follow.
    void add(Fanout fanout) {
        if (!ended.get()) {
            queue.add(fanout);
        }
    }

    /// Sees to it that the lane will drain what was added, if anything was.
    void arm() {
        if (!armed.get() && !queue.isEmpty() && armed.compareAndSet(false, true)) {
            submit(this);
        }
    }

    /// Has a task run in the lane, unless that has ended.
    ///
    /// @return whether it will run
    boolean execute(Runnable task) {
        return submit(task);
    }

    /// One drain: delivers until nothing waits or the budget is spent. Called by the lane.
    @Override
    public void run() {
        boolean drained = deliver(limits.drainBudget());
        try {
            lane.endOfBatch();
        } catch (Throwable thrown) {
            hub.thrown(lane + " at the end of a batch", thrown);
        }
        if (!drained) {
            submit(this);
            return;
        }
        armed.set(false);
        // What was added before that line was written found the queue armed, and did not arm it.
        arm();
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
            Membership member = null;
            long offered = 0;
            while (left > 0 && rest.hasNext()) {
                left -= Math.max(1, fanout.events().size());
                member = rest.next();
                offered += give(fanout, member);
            }
            if (member != null && offered > 0) {
                hub.observer().offered(member.channel(), offered);
            }
            if (!rest.hasNext()) {
                // Costs a delivery too, for an event may meet no member at all.
                left -= Math.max(1, fanout.events().size());
                current = null;
                for (Event event : fanout.events()) {
                    queuedBytes.addAndGet(-bytes(event));
                }
            }
        }
        return current == null && queue.isEmpty();
    }

    /// @return how many publications the member was given
    private static int give(Fanout fanout, Membership membership) {
        if (fanout.isLoss()) {
            membership.lost(fanout.lost(), fanout.sequence());
            return 0;
        }
        if (fanout.isBehindGap()) {
            membership.missed(fanout.sequence(0));
        }
        List<Event> events = fanout.events();
        Burst burst = fanout.burst();
        if (burst != null && membership.wants(fanout.sequence(0)) && membership.takes(burst)) {
            return membership.isPaced() ? 0 : events.size();
        }
        int given = 0;
        for (int i = 0; i < events.size(); i++) {
            if (membership.wants(fanout.sequence(i))) {
                given += membership.take(events.get(i)) ? 1 : 0;
            }
        }
        return given;
    }

    /// The next event, and those behind it that can go with it, up to `most` in all.
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

    /// Gives the lane a task. A lane that refuses it has ended, and its subscribers with it.
    private boolean submit(Runnable task) {
        if (ended.get()) {
            return false;
        }
        try {
            lane.execute(task);
            return true;
        } catch (RejectedExecutionException _) {
            // If it was the drain it stays armed: nobody tries again.
            if (ended.compareAndSet(false, true)) {
                // Once: those who are dropped have tasks for the lane, which it refuses too.
                queue.clear();
                hub.dropLane(this);
            }
            return false;
        }
    }

    static long bytes(Event event) {
        long payload =
                switch (event) {
                    case Publication publication -> publication.payload().size();
                    case Signal _ -> 0;
                };
        return HubLimits.ENTRY_BYTES + payload;
    }
}
