package dev.duplex.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What other threads hand to a session's lane, in the order in which they did, and how many bytes it is. Any
/// thread adds; the lane takes.
///
/// A stack that the taker turns round, and not a queue of the JDK's: while nothing was ever added, as it is for most
/// sessions, it takes 24 bytes and not 80. Who adds changes one thing, the last entry, which says how
/// many bytes were ever added until it; the lane says how many it has taken. So neither has to count what the other counts.
public final class HandOff {
    private static final class Entry {
        /// Null once it was polled.
        @Nullable Outgoing outgoing;

        /// What was added before it; once the lane has turned it round, what was added after it.
        @Nullable Entry next;

        /// The bytes of all that was added until here, this included. May overflow.
        final int total;

        Entry(Outgoing outgoing, @Nullable Entry before) {
            this.outgoing = outgoing;
            next = before;
            total = (before == null ? 0 : before.total) + outgoing.bytes();
        }
    }

    private static final VarHandle ADDED;
    private static final VarHandle TAKEN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ADDED = lookup.findVarHandle(HandOff.class, "added", Entry.class);
            TAKEN = lookup.findVarHandle(HandOff.class, "taken", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// The last one added. It stays, empty, when it has been taken: what is added next counts on from it.
    private volatile @Nullable Entry added;

    /// The bytes of all that was taken, of the same total. Written by the lane.
    private volatile int taken;

    // In the lane only:
    /// What has been turned round, first the first.
    private @Nullable Entry due;

    /// The last one that has been turned round.
    private @Nullable Entry seen;

    /// Adds one behind all that was added before. Any thread.
    public void add(Outgoing outgoing) {
        Entry before;
        do {
            before = added;
        } while (!ADDED.compareAndSet(this, before, new Entry(outgoing, before)));
    }

    /// Bytes of what was added and has not been [#taken]. Any thread.
    public int bytes() {
        int before = taken;
        Entry last = added;
        return last == null ? 0 : last.total - before;
    }

    /// In the lane.
    public boolean isEmpty() {
        return due == null && added == seen;
    }

    /// In the lane: takes the first one out; null if there is none. It counts until [#taken].
    public @Nullable Outgoing poll() {
        if (due == null) {
            turnRound();
        }
        Entry first = due;
        if (first == null) {
            return null;
        }
        due = first.next;
        Outgoing outgoing = first.outgoing;
        // Nothing leads on from what is garbage: where it has grown old, all behind it would too.
        // And the last one stays.
        first.next = null;
        first.outgoing = null;
        return outgoing;
    }

    private void turnRound() {
        Entry last = added;
        Entry first = null;
        for (Entry each = last; each != null && each != seen; ) {
            Entry before = each.next;
            each.next = first;
            first = each;
            each = before;
        }
        due = first;
        seen = last;
    }

    /// In the lane: what [#poll] gave counts elsewhere now.
    public void taken(Outgoing outgoing) {
        TAKEN.setRelease(this, taken + outgoing.bytes());
    }

    /// Drops what is there. In the lane, or when that has ended.
    public void clear() {
        due = null;
        seen = null;
        added = null;
        taken = 0;
    }
}
