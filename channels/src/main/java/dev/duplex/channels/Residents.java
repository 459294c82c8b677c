package dev.duplex.channels;

import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.Streams;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who is in which channel on this node, and in which lane: what the engine brings goes from here into the lanes'
/// queues. Any thread.
///
/// Locks: a [Channel]'s, under which those of an engine may be held by who calls; bins of the maps, innermost.
final class Residents implements StreamListener {
    private final ConcurrentHashMap<String, Channel> channels = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Lane, LaneQueue> lanes = new ConcurrentHashMap<>();
    private final Hub hub;
    private final Streams streams;

    Residents(Hub hub, Streams streams) {
        this.hub = hub;
        this.streams = streams;
    }

    /// The channel, if it has members.
    @Nullable Channel find(String channel) {
        return channels.get(channel);
    }

    /// How many channels have members.
    int count() {
        return channels.size();
    }

    /// How many members all channels have. Takes time in proportion to the channels.
    int subscriptions() {
        int all = 0;
        for (Channel channel : channels.values()) {
            all += channel.size();
        }
        return all;
    }

    /// Channels with how many members they have, by name.
    Map<String, Integer> counts(Predicate<String> which) {
        Map<String, Integer> found = new TreeMap<>();
        channels.forEach((name, channel) -> {
            int size = channel.size();
            if (size > 0 && which.test(name)) {
                found.put(name, size);
            }
        });
        return found;
    }

    /// Whether a payload would find room with everyone who is in the channel.
    boolean hasRoom(String channel, Payload payload) {
        Channel found = channels.get(channel);
        return found == null || found.hasRoom(payload.size());
    }

    /// The queue of a lane.
    LaneQueue queue(Lane lane) {
        LaneQueue known = lanes.get(lane);
        return known != null ? known : lanes.computeIfAbsent(lane, it -> new LaneQueue(it, hub));
    }

    /// Removes a member from its channel, and has the engine told.
    void remove(Membership membership) {
        membership.in().remove(membership);
        settle(membership.in());
    }

    /// Has the engine told whether anybody is in the channel.
    void settle(Channel channel) {
        channel.settle(hub, streams, channels);
    }

    /// Removes everyone who lives in a lane that has ended.
    void dropLane(LaneQueue queue) {
        lanes.remove(queue.lane(), queue);
        channels.values().forEach(channel -> channel.membersIn(queue).forEach(hub::leave));
    }

    /// Adds a subscriber to a channel, or finds it there. [#settle] must follow.
    ///
    /// A channel may be found and, before it is locked, have lost its last subscriber and be
    /// removed: then there is, or will be, another of that name.
    Channel.Added enter(
            String name,
            ChannelOptions options,
            Subscriber subscriber,
            LaneQueue queue,
            @Nullable Entry entry) {
        while (true) {
            Channel.Added added =
                    channels.computeIfAbsent(name, it -> new Channel(it, options))
                            .add(hub, subscriber, queue, entry);
            if (added != null) {
                return added;
            }
        }
    }

    @Override
    public void published(Publication publication) {
        happened(publication.channel(), publication);
    }

    @Override
    public void signalled(String channel, Signal signal) {
        happened(channel, signal);
    }

    @Override
    public void resumed(String name) {
        Channel channel = channels.get(name);
        if (channel != null) {
            channel.resumed();
        }
    }

    @Override
    public void interrupted(String name) {
        Channel channel = channels.get(name);
        if (channel == null || !channel.options().keepsHistory()) {
            return;
        }
        streams.position(name, channel.options().stream())
                .whenComplete((position, failure) -> {
                    if (failure != null) {
                        hub.thrown("the engine on the position of channel " + name, failure);
                    }
                    // Without its position nobody knows whether something is missing.
                    channel.interrupted(failure == null ? position : Position.NONE);
                    endOfBatch();
                });
    }

    @Override
    public void endOfBatch() {
        lanes.values().forEach(LaneQueue::arm);
    }

    private void happened(String name, Event event) {
        Channel channel = channels.get(name);
        if (channel != null) {
            channel.happened(event);
        }
    }
}
