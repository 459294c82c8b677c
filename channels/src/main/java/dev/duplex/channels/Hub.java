package dev.duplex.channels;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Channels and their subscribers, in one process and in memory, without history. All methods may
/// be called from any thread and none of them blocks for longer than it takes to queue something.
///
/// A channel exists while somebody is subscribed to it: its offsets start from 1 when its first
/// subscriber comes, and again after its last one has gone.
///
/// A subscriber gets every publication whose offset is above the channel's at its subscription, in
/// that order and each once, until it is unsubscribed or declines one. Whoever declines
/// (`FULL`, `CLOSED`, or an exception out of `offer`) has missed a publication, and is therefore
/// taken from that channel; it knows, and closes itself or subscribes anew.
///
/// Locks, in the order in which they are taken: an entry of `subscriptions` (one subscriber's
/// changes, one at a time), then the [Channel]. `publish` takes only the channel's. No method of a
/// subscriber or a lane is called under either.
public final class Hub {
    private static final System.Logger LOG = System.getLogger(Hub.class.getName());

    private final ConcurrentHashMap<String, Channel> channels = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Subscriber, Set<String>> subscriptions =
            new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Lane, LaneQueue> lanes = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final HubLimits limits;
    private final Uncaught uncaught;

    /// Hears of exceptions that subscribers and lanes throw: each is a bug of theirs, and has been
    /// dealt with. Called on the thread where it happened; must not throw.
    @FunctionalInterface
    public interface Uncaught {
        /// Something was thrown.
        ///
        /// @param what who threw it, for a log
        void thrown(String what, Throwable thrown);
    }

    /// A hub with the default limits that logs what its subscribers throw.
    public Hub() {
        this(
                HubLimits.DEFAULT,
                (what, thrown) -> LOG.log(System.Logger.Level.ERROR, "thrown by " + what, thrown));
    }

    /// A hub with limits of its own.
    ///
    /// @param uncaught hears of what subscribers and lanes throw
    public Hub(HubLimits limits, Uncaught uncaught) {
        this.limits = limits;
        this.uncaught = uncaught;
    }

    /// Adds a subscriber to a channel; nothing happens if it is there already. Takes effect before
    /// this method returns: whatever is published from then on is offered, in the subscriber's lane.
    ///
    /// A subscriber that can end (a session) subscribes in its lane, where it knows whether it has
    /// ended: nobody unsubscribes one that comes late.
    public void subscribe(String channel, Subscriber subscriber) {
        subscribe(channel, subscriber, Integer.MAX_VALUE);
    }

    /// Adds a subscriber to a channel, as [#subscribe(String, Subscriber)] does, if it is in fewer
    /// than `most` channels, or in this one already.
    ///
    /// @return whether it is in the channel now
    public boolean subscribe(String channel, Subscriber subscriber, int most) {
        LaneQueue queue = queue(subscriber.lane());
        Set<String> now =
                subscriptions.compute(
                        subscriber,
                        (_, names) -> {
                            Set<String> mine = names == null ? new HashSet<>(2) : names;
                            if (mine.size() < most && mine.add(channel)) {
                                enter(channel, subscriber, queue);
                            }
                            return mine;
                        });
        boolean in = now.contains(channel);
        if (queue.ended()) {
            unsubscribeAll(subscriber);
        }
        return in;
    }

    /// Takes a subscriber from a channel. When called in its lane, it gets nothing of the channel
    /// after this method returns; from elsewhere, at most the delivery that is going on.
    public void unsubscribe(String channel, Subscriber subscriber) {
        subscriptions.computeIfPresent(
                subscriber,
                (_, names) -> {
                    if (names.remove(channel)) {
                        leave(channel, subscriber);
                    }
                    return names.isEmpty() ? null : names;
                });
    }

    /// Takes a subscriber from all its channels, as [#unsubscribe] does from one.
    public void unsubscribeAll(Subscriber subscriber) {
        subscriptions.computeIfPresent(
                subscriber,
                (_, names) -> {
                    names.forEach(name -> leave(name, subscriber));
                    return null;
                });
    }

    /// Gives a payload to everyone subscribed to the channel. All subscribers see a channel's
    /// publications in one order, that of their offsets. A payload that borrows its bytes is copied.
    ///
    /// @return `ACCEPTED` when it was queued for every subscriber, be it none; `FULL` when a lane of
    ///     one of them holds as much as [HubLimits#laneBytes] allows: then nobody gets it, no offset
    ///     was taken, and it may be published again later. Never `CLOSED`
    public Offer publish(String channel, Payload payload) {
        Channel found = channels.get(channel);
        if (found == null) {
            return Offer.ACCEPTED;
        }
        Payload owned = payload.copy();
        while (found != null) {
            switch (found.publish(owned)) {
                case ACCEPTED -> {
                    return Offer.ACCEPTED;
                }
                case FULL -> {
                    refused.increment();
                    return Offer.FULL;
                }
                case CLOSED -> found = channels.get(channel);
            }
        }
        return Offer.ACCEPTED;
    }

    /// How many subscribers the channel has now.
    public int subscribers(String channel) {
        Channel found = channels.get(channel);
        return found == null ? 0 : found.size();
    }

    /// How many channels have a subscriber now.
    public int channels() {
        return channels.size();
    }

    /// How many times a subscriber was taken from a channel because it declined a publication.
    public long droppedSubscribers() {
        return dropped.sum();
    }

    /// How many times [#publish] said `FULL`.
    public long refusedPublications() {
        return refused.sum();
    }

    /// A member declined a publication. Called in its lane.
    void drop(Membership membership) {
        dropped.increment();
        unsubscribe(membership.channel(), membership.subscriber());
    }

    /// A lane takes no tasks any more: nobody who lives there can ever be reached again.
    void dropLane(LaneQueue queue) {
        lanes.remove(queue.lane(), queue);
        subscriptions.keySet().stream()
                .filter(subscriber -> subscriber.lane().equals(queue.lane()))
                .forEach(this::unsubscribeAll);
    }

    private LaneQueue queue(Lane lane) {
        LaneQueue known = lanes.get(lane);
        return known != null
                ? known
                : lanes.computeIfAbsent(lane, it -> new LaneQueue(it, this, limits, uncaught));
    }

    /// A channel may be found and, before it is locked, have lost its last subscriber and be
    /// removed: then there is, or will be, another of that name.
    private void enter(String name, Subscriber subscriber, LaneQueue queue) {
        boolean entered = false;
        while (!entered) {
            entered = channels.computeIfAbsent(name, Channel::new).add(subscriber, queue);
        }
    }

    private void leave(String name, Subscriber subscriber) {
        Channel channel = channels.get(name);
        if (channel != null) {
            channel.remove(subscriber, channels);
        }
    }
}
