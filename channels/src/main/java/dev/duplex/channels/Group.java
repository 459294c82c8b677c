package dev.duplex.channels;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// The members of a channel that live in one lane. Changed under the channel's monitor; read by the lane
/// without it, which is why it is a concurrent map: one that is there from before an event until
/// after it is met exactly once, whatever else comes and goes meanwhile.
final class Group {
    private final LaneQueue queue;
    private final ConcurrentMap<Subscriber, Membership> members = new ConcurrentHashMap<>();

    /// How many publications did not find room in the lane since it was last told; 0 while there is room.
    private final AtomicLong lost = new AtomicLong();

    Group(LaneQueue queue) {
        this.queue = queue;
    }

    LaneQueue queue() {
        return queue;
    }

    ConcurrentMap<Subscriber, Membership> members() {
        return members;
    }

    /// Queues an event, or counts it as lost; from then on everything is lost until the lane has been told. Called
    /// under the channel's monitor.
    void add(long sequence, Event event) {
        if (lost.get() == 0 && queue.reserve(LaneQueue.bytes(event))) {
            queue.add(Fanout.of(this, sequence, event));
        } else if (lost.getAndAdd(event instanceof Publication ? 1 : 0) == 0) {
            lose(sequence);
        }
    }

    /// Has the lane told that something of the channel did not come. Under the channel's monitor.
    void interrupt(long sequence) {
        if (lost.getAndIncrement() == 0) {
            queue.add(Fanout.loss(this, sequence));
        }
    }

    /// How many have been lost until now: from now on there may be room again. In the lane.
    long takeLost() {
        return lost.getAndSet(0);
    }

    /// A signal that found no room is not missed by anyone; a publication is.
    private void lose(long sequence) {
        if (lost.get() > 0) {
            queue.add(Fanout.loss(this, sequence));
        }
    }
}
