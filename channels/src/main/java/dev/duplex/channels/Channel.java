package dev.duplex.channels;

import dev.duplex.channels.engine.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// One channel that has members on this node: they, grouped by lane, and whether the engine has been asked
/// for what is published in it.
///
/// Its monitor guards everything in it, and is held while an event is put into the queue of every lane:
/// that makes the queues agree on one order. An engine may hold locks of its own when it brings an event; so nothing
/// of an engine's is called under the monitor, nor anything foreign but `hashCode` and `equals` of
/// subscribers.
final class Channel {
    /// What the engine has been asked for.
    private enum Link {
        DETACHED,
        CHANGING,
        ATTACHED
    }

    /// A membership, and whether it was made just now.
    record Added(Membership membership, boolean isNew) {}

    private final String name;
    private final ChannelOptions options;
    private List<Group> groups = List.of();

    /// How many events there have been.
    private long sequence;

    /// The position of the last publication that the engine has brought since it was asked for them, once there was one.
    private @Nullable Position last;

    /// Whether the engine has been away since the last publication, or since it was asked for them: what comes next may not be
    /// what followed.
    private boolean away;

    private int size;
    private boolean removed;
    private Link link = Link.DETACHED;

    /// Done when the engine brings what is published.
    private CompletableFuture<Void> attached = new CompletableFuture<>();

    Channel(String name, ChannelOptions options) {
        this.name = name;
        this.options = options;
    }

    String name() {
        return name;
    }

    ChannelOptions options() {
        return options;
    }

    /// Adds a member, from the present on; or finds it. [#settle] must follow.
    ///
    /// @param entry how it enters; `null` for a plain subscriber
    /// @return `null` if this channel has been removed: the caller finds or makes another
    synchronized @Nullable Added add(
            Hub hub, Subscriber subscriber, LaneQueue queue, @Nullable Entry entry) {
        if (removed) {
            return null;
        }
        Group group = group(queue);
        Membership there = group.members().get(subscriber);
        if (there != null) {
            return new Added(there, false);
        }
        Membership made = new Membership(hub, this, subscriber, queue, sequence, entry);
        group.members().put(subscriber, made);
        size++;
        return new Added(made, true);
    }

    /// Removes a member. [#settle] must follow.
    synchronized void remove(Membership membership) {
        for (Group group : groups) {
            if (group.members().remove(membership.subscriber(), membership)) {
                size--;
                if (group.members().isEmpty()) {
                    groups = groups.stream().filter(it -> it != group).toList();
                }
                return;
            }
        }
    }

    /// The membership of a subscriber, if it is one.
    synchronized @Nullable Membership find(Subscriber subscriber) {
        for (Group group : groups) {
            Membership found = group.members().get(subscriber);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /// The members that live in a lane.
    synchronized List<Membership> membersIn(LaneQueue queue) {
        return groups.stream()
                .filter(it -> it.queue() == queue)
                .flatMap(it -> it.members().values().stream())
                .toList();
    }

    /// Queues an event for every lane that has members. The lanes have to be armed afterwards.
    synchronized void happened(Event event) {
        sequence++;
        boolean behindGap = false;
        if (event instanceof Publication publication && !publication.epoch().isEmpty()) {
            behindGap = isBehindGap(publication);
            last = publication.position();
            away = false;
        }
        for (Group group : groups) {
            group.add(sequence, event, behindGap);
        }
    }

    /// Whether something may be missing between the last publication and this one.
    private boolean isBehindGap(Publication publication) {
        if (last == null) {
            // What was published before the channel was asked for is nobody's here.
            return away;
        }
        if (last.epoch().equals(publication.epoch())) {
            return publication.previous() > last.offset();
        }
        // Under the eyes of who is there a channel may begin anew, for it was forgotten, or go on
        // in another epoch. Otherwise nobody knows what the epochs have between them.
        return away || (publication.previous() > 0 && publication.previous() != last.offset());
    }

    /// The engine has been away: from now on it brings what is published again.
    synchronized void resumed() {
        away = true;
    }

    /// Something may be missing behind the last publication: every member is told, but where it is the channel's. What is missing before
    /// it has been told with it.
    ///
    /// @param position the channel's, not long ago
    synchronized void interrupted(Position position) {
        boolean isWhole =
                last != null
                        && last.epoch().equals(position.epoch())
                        && last.offset() >= position.offset();
        if (!isWhole) {
            interrupt();
        }
    }

    /// Whether a publication of this size would find room in every lane.
    synchronized boolean hasRoom(int bytes) {
        for (Group group : groups) {
            if (!group.queue().hasRoom((long) bytes + HubLimits.ENTRY_BYTES)) {
                return false;
            }
        }
        return true;
    }

    /// Done when the engine brings what is published; fails if it cannot.
    synchronized CompletionStage<Void> attached() {
        return attached;
    }

    synchronized int size() {
        return size;
    }

    /// Asks the engine for what is published here if anybody is here, or to leave off if nobody is; and removes this
    /// channel from `channels` when both is over. One call to the engine at a time.
    void settle(Hub hub, Streams streams, ConcurrentMap<String, Channel> channels) {
        boolean attach;
        synchronized (this) {
            if (link == Link.CHANGING || removed) {
                return;
            }
            attach = size > 0;
            if (attach == (link == Link.ATTACHED)) {
                if (!attach) {
                    removed = true;
                    channels.remove(name, this);
                }
                return;
            }
            link = Link.CHANGING;
            if (attach) {
                // What came of an earlier time has nothing to do with what comes from now on.
                last = null;
                away = false;
            } else {
                attached = new CompletableFuture<>();
            }
        }
        CompletionStage<Void> asked = attach ? streams.subscribe(name) : streams.unsubscribe(name);
        asked.whenComplete((_, failure) -> settled(attach, failure, hub, streams, channels));
    }

    private void settled(
            boolean attach,
            @Nullable Throwable failure,
            Hub hub,
            Streams streams,
            ConcurrentMap<String, Channel> channels) {
        if (failure != null) {
            hub.thrown(
                    "the engine on " + (attach ? "bringing" : "leaving off") + " channel " + name,
                    failure);
        }
        CompletableFuture<Void> answered;
        List<Group> told = List.of();
        synchronized (this) {
            link = attach && failure == null ? Link.ATTACHED : Link.DETACHED;
            answered = attached;
            if (attach && failure != null) {
                attached = new CompletableFuture<>();
                // Those who came plainly wait for nothing: they are told.
                interrupt();
                told = groups;
            }
        }
        told.forEach(group -> group.queue().arm());
        if (attach && failure != null) {
            // Not asked again before somebody comes or goes.
            answered.completeExceptionally(failure);
            return;
        }
        if (attach) {
            answered.complete(null);
        }
        settle(hub, streams, channels);
    }

    /// An event of its own: whoever is here is told, and nobody who comes later.
    private void interrupt() {
        sequence++;
        for (Group group : groups) {
            group.lose(sequence);
        }
    }

    private Group group(LaneQueue queue) {
        for (Group group : groups) {
            if (group.queue() == queue) {
                return group;
            }
        }
        Group added = new Group(queue);
        List<Group> more = new ArrayList<>(groups);
        more.add(added);
        groups = List.copyOf(more);
        return added;
    }
}
