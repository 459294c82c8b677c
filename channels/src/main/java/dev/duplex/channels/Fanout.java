package dev.duplex.channels;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events of one channel on their way to its members of one lane: one, or several that followed each
/// other in the lane's queue. Without any, it is the news that the lane had no room for some. After
/// being queued it is touched in the lane only, and remembers how far it has come when the lane yields.
final class Fanout {
    /// How many events at most go to a member together.
    static final int MAX_EVENTS = 64;

    private final Group group;
    private final boolean behindGap;
    private final List<Event> events = new ArrayList<>(1);

    /// Of the last event.
    private long sequence;

    /// If it is a loss, how many publications; known when its turn has come.
    private long lost;

    private @Nullable Iterator<Membership> rest;

    /// All events as one, where they are that; known when its turn has come.
    private @Nullable Burst burst;

    private Fanout(Group group, long sequence, boolean behindGap) {
        this.group = group;
        this.sequence = sequence;
        this.behindGap = behindGap;
    }

    /// @param behindGap whether something may be missing before the event
    static Fanout of(Group group, long sequence, Event event, boolean behindGap) {
        Fanout fanout = new Fanout(group, sequence, behindGap);
        fanout.events.add(event);
        return fanout;
    }

    /// Says that this event and those after it, as long as the group is losing, did not find room.
    static Fanout loss(Group group, long sequence) {
        return new Fanout(group, sequence, false);
    }

    /// Whether something may be missing before the first event: members that know their place see that by themselves.
    boolean isBehindGap() {
        return behindGap;
    }

    boolean isLoss() {
        return events.isEmpty();
    }

    /// How many publications were lost. After [#rest] was first asked for.
    long lost() {
        return lost;
    }

    /// In the order in which they happened.
    List<Event> events() {
        return events;
    }

    /// They as one, for members that take them together. After [#rest] was first asked for.
    @Nullable Burst burst() {
        return burst;
    }

    /// The place of an event among all of its channel on this node.
    long sequence(int index) {
        return sequence - (events.size() - 1 - index);
    }

    /// The place of the last event; of a loss, that of the last that was lost, after [#rest] was first asked for.
    long sequence() {
        return sequence;
    }

    /// Takes over the next one's event, if it is for the same members and there is room. Before
    /// [#rest] is first asked for.
    ///
    /// @param most how many events may go together, up to [#MAX_EVENTS]
    /// @return whether it did
    @SuppressWarnings("ReferenceEquality") // the same members, not equal ones
    boolean join(Fanout next, int most) {
        if (next.group != group
                || isLoss()
                || next.isLoss()
                || next.behindGap
                || events.size() >= Math.min(most, MAX_EVENTS)
                || next.sequence(0) != sequence + 1) {
            return false;
        }
        events.addAll(next.events);
        sequence = next.sequence;
        return true;
    }

    /// The members it has not come to yet. Asked for first when its turn has come.
    Iterator<Membership> rest() {
        if (rest == null) {
            if (isLoss()) {
                Group.Loss loss = group.takeLost();
                lost = loss.count();
                sequence = loss.until();
            }
            burst = Burst.of(events);
            rest = group.members().values().iterator();
        }
        return rest;
    }
}
