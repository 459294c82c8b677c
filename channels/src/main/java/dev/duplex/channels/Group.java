package dev.duplex.channels;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The members of a channel that live in one lane. Changed under the channel's monitor; read by the lane
/// without it, which is why it is a concurrent map: one that is there from before an event until
/// after it is met exactly once, whatever else comes and goes meanwhile.
final class Group {
    /// Publications that did not find room, one after the other.
    ///
    /// @param until the place of the last
    record Loss(long count, long until) {}

    private final LaneQueue queue;
    private final ConcurrentMap<Subscriber, Membership> members = new ConcurrentHashMap<>();

    /// How many publications did not find room in the lane since it was last told; 0 while there is room.
    /// Written under this monitor, the innermost.
    private volatile long lost;

    /// The place of the last that did not. Under this monitor.
    private long lostUntil;

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
    ///
    /// @param behindGap whether something may be missing before it
    void add(long sequence, Event event, boolean behindGap) {
        if (lost == 0 && queue.reserve(LaneQueue.bytes(event))) {
            queue.add(Fanout.of(this, sequence, event, behindGap));
        } else if (event instanceof Publication) {
            // A signal that found no room is not missed by anyone; a publication is.
            lose(sequence);
        }
    }

    /// Has the lane told that something of the channel did not come, at this place. Under the channel's monitor.
    synchronized void lose(long sequence) {
        long before = lost;
        lost = before + 1;
        lostUntil = sequence;
        if (before == 0) {
            queue.add(Fanout.loss(this, sequence));
        }
    }

    /// What has been lost until now: from now on there may be room again. In the lane.
    synchronized Loss takeLost() {
        Loss loss = new Loss(lost, lostUntil);
        lost = 0;
        return loss;
    }
}
