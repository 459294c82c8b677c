package dev.duplex.channels;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a subscription is in its channel's stream: it waits until it is known where it begins, keeping what
/// comes meanwhile, and from then on sees to it that nothing is missing and nothing comes twice. Touched
/// in the subscriber's lane only.
final class Course {
    private final Membership membership;
    private final Entry entry;
    private final Hub hub;

    /// What came before the beginning was known, `null` from then on.
    private @Nullable Deque<Event> waiting = new ArrayDeque<>(0);

    /// Whether more came than is kept; then this is the last of it.
    private @Nullable Publication overflow;

    /// Of the last publication that the subscriber knows of, while the channel keeps positions.
    private String epoch = "";

    private long offset;
    private @Nullable Pace pace;

    /// Whether something was lost before the beginning was known.
    private boolean lostWhileWaiting;

    /// Whether what is missing before the next publication has been counted as skipped.
    private boolean gapCounted;

    private final Notice presence = new Notice();
    private final Notice join = new Notice();

    Course(Membership membership, Entry entry, Hub hub) {
        this.membership = membership;
        this.entry = entry;
        this.hub = hub;
    }

    Entry entry() {
        return entry;
    }

    /// That it is present. Any thread.
    Notice presence() {
        return presence;
    }

    /// That it has come, for the others. Any thread.
    Notice join() {
        return join;
    }

    /// @return whether it was a publication that is news to the subscriber, and wanted; where it is not known yet where the
    ///     subscription begins, that it may be
    boolean take(Event event) {
        if (waiting != null) {
            await(waiting, event);
            return event instanceof Publication;
        }
        return switch (event) {
            case Publication publication -> arrive(publication);
            case Signal signal -> {
                if (entry.signals()) {
                    membership.subscriber().signalled(membership, signal);
                }
                yield false;
            }
        };
    }

    /// Whether the burst is what comes next, and all of it is to be given at once.
    boolean isBefore(Burst burst) {
        if (waiting != null || (pace != null && !pace.isOpen())) {
            return false;
        }
        Publication first = burst.first();
        return !keepsPlace(first) || (first.epoch().equals(epoch) && first.previous() == offset);
    }

    /// Whether it goes without what it has no time or room for, and says itself what it gives.
    boolean isPaced() {
        return pace != null;
    }

    /// Gives the subscriber a burst that it [#isBefore].
    void take(Burst burst, BurstSubscriber subscriber) {
        if (keepsPlace(burst.last())) {
            gapCounted = false;
            offset = burst.last().offset();
        }
        if (pace == null) {
            end(subscriber.offer(burst));
        } else {
            pace.arrive(burst, subscriber);
        }
    }

    /// So many publications did not come.
    void lost(long count) {
        if (waiting != null) {
            // Where it begins will be seen to lie behind: as if they had been too many.
            waiting.clear();
            overflow = null;
            lostWhileWaiting = true;
        } else if (pace == null) {
            membership.end(End.INTERRUPTED);
        } else {
            pace.skip(count);
            gapCounted = true;
        }
    }

    void drained() {
        if (pace != null) {
            pace.drained();
        }
    }

    void stop() {
        if (pace != null) {
            pace.stop();
        }
    }

    /// It begins here: this is what history has for it. Where the channel keeps no positions, it begins with
    /// what came.
    ///
    /// @param page was read after the membership was made
    void begin(HistoryPage page) {
        if (lostWhileWaiting) {
            // What is missing may be before or after the page: only reading again would tell.
            lostWhileWaiting = false;
            hub.readStart(membership);
            return;
        }
        Position position = page.position();
        epoch = position.epoch();
        offset = position.offset();
        Publication last = overflow;
        boolean recovered = false;
        @Nullable List<Publication> missed = null;
        if (entry.since().isPresent()) {
            missed = missed(entry.since().get(), page);
            recovered = missed != null && last == null;
        }
        if (last != null && membership.options().keepsHistory()) {
            // It begins behind what was too much: nobody was promised that.
            epoch = last.epoch();
            offset = last.offset();
            position = last.position();
        }
        start(
                new Start(
                        position,
                        entry.since().isPresent(),
                        recovered,
                        recovered && missed != null ? missed : List.of()));
    }

    /// What followed a position, if all of it is there.
    private @Nullable List<Publication> missed(Position since, HistoryPage page) {
        Position position = page.position();
        List<Publication> publications = page.publications();
        switch (membership.options().recovery()) {
            case OFF -> {
                return null;
            }
            case CACHE -> {
                boolean known = since.equals(position);
                return known ? List.of() : publications.isEmpty() ? null : publications;
            }
            case STREAM -> {}
        }
        boolean sameLife = since.equals(Position.NONE) || since.epoch().equals(position.epoch());
        if (!sameLife || since.offset() > position.offset()) {
            return null;
        }
        long at = since.offset();
        for (Publication publication : publications) {
            if (publication.previous() > at) {
                return null;
            }
            at = publication.offset();
        }
        return at == position.offset() ? publications : null;
    }

    private void start(Start start) {
        Deque<Event> came = waiting == null ? new ArrayDeque<>(0) : waiting;
        waiting = null;
        Start whole = wanted(merged(start, came));
        if (membership.options().delivery() != Delivery.DISCONNECT) {
            pace = new Pace(membership, hub);
        }
        hub.observer().started(membership, whole);
        membership.subscriber().subscribed(membership, whole);
        for (Event event : came) {
            if (!membership.ended()) {
                boolean _ = take(event);
            }
        }
    }

    /// Of a subscriber that recovers, what came meanwhile belongs to what it missed: it gets all of it with the answer.
    private Start merged(Start start, Deque<Event> came) {
        if (!start.recovered() || membership.options().recovery() != Recovery.STREAM) {
            return start;
        }
        List<Publication> all = new ArrayList<>(start.publications());
        while (came.peekFirst() instanceof Publication next
                && next.epoch().equals(epoch)
                && next.previous() <= offset) {
            came.removeFirst();
            if (next.offset() > offset) {
                all.add(next);
                offset = next.offset();
            }
        }
        return new Start(new Position(epoch, offset), true, true, all);
    }

    private Start wanted(Start start) {
        List<Publication> wanted =
                start.publications().stream().filter(membership.subscriber()::wants).toList();
        return wanted.size() == start.publications().size()
                ? start
                : new Start(start.position(), start.recovering(), start.recovered(), wanted);
    }

    private void await(Deque<Event> kept, Event event) {
        if (overflow == null && kept.size() < hub.limits().recoverPublications()) {
            kept.add(event);
        } else if (event instanceof Publication publication && isPlaced(publication)) {
            kept.clear();
            overflow = publication;
        }
        // A signal that there is no room for is not missed by anyone; nor is, before the beginning,
        // what only passes through a
        // channel that keeps the others.
    }

    /// Whether it stands where the subscription may begin.
    private boolean isPlaced(Publication publication) {
        return !membership.options().keepsHistory() || !publication.epoch().isEmpty();
    }

    private boolean arrive(Publication publication) {
        if (keepsPlace(publication)) {
            if (!publication.epoch().equals(epoch)) {
                if (pace == null) {
                    membership.end(End.INTERRUPTED);
                    return false;
                }
                pace.skip(1);
                epoch = publication.epoch();
                offset = publication.previous();
            }
            if (publication.offset() <= offset) {
                return false;
            }
            if (publication.previous() > offset) {
                if (pace == null) {
                    membership.end(End.INTERRUPTED);
                    return false;
                }
                if (!gapCounted) {
                    pace.skip(1);
                }
            }
            gapCounted = false;
            offset = publication.offset();
        }
        if (!membership.subscriber().wants(publication)) {
            return false;
        }
        if (pace != null) {
            // It says itself what it gives, now or later.
            pace.arrive(publication);
            return false;
        }
        end(membership.subscriber().offer(publication));
        return true;
    }

    /// Whether the publication has a place in the channel's stream.
    private boolean keepsPlace(Publication publication) {
        return membership.options().keepsHistory() && !publication.epoch().isEmpty();
    }

    /// Ends the subscription of a subscriber that did not take what it was offered.
    private void end(Offer answer) {
        switch (answer) {
            case ACCEPTED -> {}
            case FULL -> membership.end(End.SLOW);
            case CLOSED -> hub.drop(membership);
        }
    }
}
