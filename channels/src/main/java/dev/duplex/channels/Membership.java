package dev.duplex.channels;

import org.jspecify.annotations.Nullable;

/// One subscriber in one channel, from its subscription to its end. A later subscription of the
/// same subscriber is another membership.
final class Membership implements Subscription {
    private final Hub hub;
    private final Channel channel;
    private final Subscriber subscriber;
    private final LaneQueue queue;
    private final long since;

    /// What it knows of its place in the stream; a plain subscriber has none, and is given everything
    /// as it comes.
    private final @Nullable Course course;

    /// The subscriber, if it takes publications together.
    private final @Nullable BurstSubscriber together;

    private volatile boolean ended;

    /// @param since how many events the channel had had at the subscription: later ones are for this member
    /// @param entry how it enters; `null` for a plain subscriber
    Membership(
            Hub hub,
            Channel channel,
            Subscriber subscriber,
            LaneQueue queue,
            long since,
            @Nullable Entry entry) {
        this.hub = hub;
        this.channel = channel;
        this.subscriber = subscriber;
        this.queue = queue;
        this.since = since;
        course = entry == null ? null : new Course(this, entry, hub);
        together = subscriber instanceof BurstSubscriber it ? it : null;
    }

    @Override
    public String channel() {
        return channel.name();
    }

    @Override
    public ChannelOptions options() {
        return channel.options();
    }

    @Override
    public void unsubscribe() {
        hub.leave(this);
    }

    @Override
    public void drained() {
        if (course != null && !ended) {
            guarded(course::drained);
        }
    }

    Channel in() {
        return channel;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    LaneQueue queue() {
        return queue;
    }

    /// What it knows of its place; there is one unless it subscribed plainly.
    Course course() {
        if (course == null) {
            throw new IllegalStateException("a plain subscriber has no course");
        }
        return course;
    }

    boolean isPlain() {
        return course == null;
    }

    boolean ended() {
        return ended;
    }

    /// Whether an event of this place in the channel is to be given to the member.
    boolean wants(long sequence) {
        return !ended && sequence > since;
    }

    /// Takes an event. In the lane.
    ///
    /// @return whether that was a publication, and the subscriber is, or will be, given it
    boolean take(Event event) {
        // Not by `guarded`: this is done for every subscriber of every publication, and allocates
        // nothing.
        try {
            if (course != null) {
                return course.take(event);
            }
            if (event instanceof Publication publication) {
                switch (subscriber.offer(publication)) {
                    case ACCEPTED -> {}
                    case FULL, CLOSED -> hub.drop(this);
                }
                return true;
            }
        } catch (Throwable thrown) {
            failed(thrown);
        }
        return false;
    }

    /// Whether what it is given is told of by its [Pace]. In the lane.
    boolean isPaced() {
        return course != null && course.isPaced();
    }

    /// Takes publications together. In the lane.
    ///
    /// @return whether the subscriber is given them; else they are to be given one by one
    boolean takes(Burst burst) {
        if (together == null || (course != null && !course.isBefore(burst))) {
            return false;
        }
        try {
            if (!together.takes(burst)) {
                return false;
            }
            if (course != null) {
                course.take(burst, together);
            } else {
                switch (together.offer(burst)) {
                    case ACCEPTED -> {}
                    case FULL, CLOSED -> hub.drop(this);
                }
            }
        } catch (Throwable thrown) {
            failed(thrown);
        }
        return true;
    }

    /// So many events in a row did not come, of which those after the subscription are missed. In the lane.
    ///
    /// @param until the place of the last
    void lost(long count, long until) {
        if (!wants(until)) {
            return;
        }
        guarded(() -> {
            if (course != null) {
                course.lost(Math.min(count, until - since));
            } else {
                end(End.INTERRUPTED);
            }
        });
    }

    /// Something may be missing before an event of this place in the channel: only who knows where it is can tell whether it missed that. In the
    /// lane.
    void missed(long sequence) {
        if (isPlain() && wants(sequence)) {
            guarded(() -> end(End.INTERRUPTED));
        }
    }

    /// Ends it, and tells the subscriber. In the lane.
    void end(End end) {
        if (hub.drop(this)) {
            hub.observer().ended(this, end);
            subscriber.ended(this, end);
        }
    }

    /// The rest of its end. In the lane.
    void stop() {
        course().stop();
        queue.presence().forget(this);
    }

    /// From here on it wants nothing, whoever holds it.
    ///
    /// @return whether that is news
    boolean markEnded() {
        boolean was = ended;
        ended = true;
        return !was;
    }

    /// Calls the subscriber; what it throws is reported and ends the subscription, of which it is told.
    void guarded(Runnable call) {
        try {
            call.run();
        } catch (Throwable thrown) {
            failed(thrown);
        }
    }

    private void failed(Throwable thrown) {
        report(thrown);
        try {
            end(End.FAILED);
        } catch (Throwable again) {
            report(again);
        }
    }

    private void report(Throwable thrown) {
        hub.thrown(subscriber + " in channel " + channel.name(), thrown);
    }
}
