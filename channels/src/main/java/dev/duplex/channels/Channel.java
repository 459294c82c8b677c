package dev.duplex.channels;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// One channel: its offset, and its members grouped by lane.
///
/// Its monitor guards everything in it, and is held while a publication takes its offset and is
/// put into the queue of every lane: that makes the queues agree on one order. Nothing under it
/// blocks or calls foreign code but `hashCode` and `equals` of subscribers.
final class Channel {
    private final String name;
    private List<Group> groups = List.of();
    private long offset;
    private int size;
    private boolean removed;

    /// The members that live in one lane. Changed under the channel's monitor; read by the lane
    /// without it, which is why it is a concurrent map: one that is there from before a publication
    /// until after it is met exactly once, whatever else comes and goes meanwhile.
    record Group(LaneQueue queue, ConcurrentMap<Subscriber, Membership> members) {}

    Channel(String name) {
        this.name = name;
    }

    /// Adds a member, from the present offset on.
    ///
    /// @return `false` if this channel has been removed: the caller finds or makes another
    synchronized boolean add(Subscriber subscriber, LaneQueue queue) {
        if (removed) {
            return false;
        }
        group(queue).members().put(subscriber, new Membership(name, subscriber, offset));
        size++;
        return true;
    }

    /// Removes a member, and the channel from `channels` with its last one.
    synchronized void remove(Subscriber subscriber, ConcurrentMap<String, Channel> channels) {
        for (Group group : groups) {
            Membership membership = group.members().remove(subscriber);
            if (membership != null) {
                membership.end();
                size--;
                if (group.members().isEmpty()) {
                    groups = groups.stream().filter(it -> it.queue() != group.queue()).toList();
                }
                break;
            }
        }
        if (size == 0 && !removed) {
            removed = true;
            channels.remove(name, this);
        }
    }

    /// Queues a publication for every lane that has members, or for none.
    ///
    /// @return `CLOSED` if this channel has been removed
    Offer publish(Payload payload) {
        List<Group> queued;
        synchronized (this) {
            if (removed) {
                return Offer.CLOSED;
            }
            queued = groups;
            if (!reserve(queued, payload)) {
                return Offer.FULL;
            }
            Publication publication = new Publication(name, payload, ++offset);
            for (Group group : queued) {
                group.queue().add(new Fanout(publication, group.members()));
            }
        }
        // Waking an event loop may cost a system call: not under the lock.
        for (Group group : queued) {
            group.queue().arm();
        }
        return Offer.ACCEPTED;
    }

    synchronized int size() {
        return size;
    }

    private static boolean reserve(List<Group> groups, Payload payload) {
        for (int i = 0; i < groups.size(); i++) {
            if (!groups.get(i).queue().reserve(payload)) {
                for (Group earlier : groups.subList(0, i)) {
                    earlier.queue().release(payload);
                }
                return false;
            }
        }
        return true;
    }

    private Group group(LaneQueue queue) {
        for (Group group : groups) {
            if (group.queue() == queue) {
                return group;
            }
        }
        Group added = new Group(queue, new ConcurrentHashMap<>());
        List<Group> more = new ArrayList<>(groups);
        more.add(added);
        groups = List.copyOf(more);
        return added;
    }
}
