package dev.duplex.channels;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// How fast one subscriber is given publications, by [Delivery#DROP] or [Delivery#LATEST]: as fast as it takes them, and
/// not more often than the channel's interval. What it goes without is counted. Offsets rise all the
/// same; where a channel keeps none, a key keeps its place while it waits, so that one that changes all the time has its turn
/// like the others. Touched in the subscriber's lane only.
final class Pace {
    private final Membership membership;
    private final Hub hub;
    private final boolean latest;
    private final boolean hasOffsets;
    private final Duration interval;

    /// The latest of each key that waits, in the order in which they are given.
    private final LinkedHashMap<String, Publication> waiting = new LinkedHashMap<>(0);

    /// The subscriber has said that it is full, and not yet that it has drained.
    private boolean full;

    /// Runs while the interval after something was given has not passed.
    private Lane.@Nullable Alarm alarm;

    /// How many were left out that the subscriber has not been told of.
    private long skipped;

    Pace(Membership membership, Hub hub) {
        this.membership = membership;
        this.hub = hub;
        latest = membership.options().delivery() == Delivery.LATEST;
        hasOffsets = membership.options().keepsHistory();
        interval = membership.options().latestInterval();
    }

    void arrive(Publication publication) {
        if (!full && alarm == null && waiting.isEmpty()) {
            if (give(publication)) {
                startInterval();
            }
        } else {
            keep(publication);
        }
    }

    /// Whether what comes is given at once, however much it is.
    boolean isOpen() {
        return !full && waiting.isEmpty() && !interval.isPositive();
    }

    /// As if each had come by itself; while it [#isOpen].
    void arrive(Burst burst, BurstSubscriber subscriber) {
        if (!tellSkipped()) {
            return;
        }
        switch (subscriber.offer(burst)) {
            case ACCEPTED -> {
                hub.observer().offered(membership.channel(), burst.publications().size());
                for (Publication publication : burst.publications()) {
                    hub.observer().delivered(membership, publication);
                }
            }
            case FULL -> {
                full = true;
                burst.publications().forEach(this::keep);
            }
            case CLOSED -> hub.drop(membership);
        }
    }

    /// So many have been left out.
    void skip(long count) {
        skipped += count;
        hub.observer().skipped(membership, count);
    }

    void drained() {
        full = false;
        if (alarm == null) {
            flush();
        }
    }

    /// The subscription has ended.
    void stop() {
        waiting.clear();
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void keep(Publication publication) {
        if (!latest) {
            skip(1);
            return;
        }
        if (waiting.containsKey(publication.key())) {
            skip(1);
            if (hasOffsets) {
                // So that it goes behind what is older than it.
                waiting.remove(publication.key());
            }
        } else if (waiting.size() >= hub.limits().latestKeys()) {
            waiting.pollFirstEntry();
            skip(1);
        }
        waiting.put(publication.key(), publication);
    }

    private void flush() {
        boolean gave = false;
        // One by one, for the subscriber may say from within that it has room.
        while (!full && !membership.ended() && !waiting.isEmpty()) {
            gave |= give(waiting.pollFirstEntry().getValue());
        }
        if (gave) {
            startInterval();
        }
    }

    /// Gives the subscriber one, which is kept if it has no room for it.
    ///
    /// @return whether it took it
    private boolean give(Publication publication) {
        if (!tellSkipped()) {
            return false;
        }
        return switch (membership.subscriber().offer(publication)) {
            case ACCEPTED -> {
                hub.observer().offered(membership.channel(), 1);
                hub.observer().delivered(membership, publication);
                yield true;
            }
            case FULL -> {
                full = true;
                keepFirst(publication);
                yield false;
            }
            case CLOSED -> {
                hub.drop(membership);
                yield false;
            }
        };
    }

    /// @return whether the subscription goes on: the subscriber may end it when it hears that something was left out
    private boolean tellSkipped() {
        if (skipped == 0) {
            return true;
        }
        long count = skipped;
        skipped = 0;
        membership.subscriber().skipped(membership, count);
        return !membership.ended();
    }

    private void keepFirst(Publication publication) {
        if (!latest) {
            skip(1);
        } else if (!waiting.containsKey(publication.key())) {
            waiting.putFirst(publication.key(), publication);
        }
    }

    private void startInterval() {
        if (!interval.isPositive() || alarm != null || membership.ended()) {
            return;
        }
        try {
            alarm = membership.queue().lane().schedule(this::intervalPassed, interval);
        } catch (RejectedExecutionException _) {
            // The lane has ended, and the subscriber with it.
            stop();
        }
    }

    private void intervalPassed() {
        alarm = null;
        if (!full && !membership.ended()) {
            membership.guarded(this::flush);
        }
    }
}
