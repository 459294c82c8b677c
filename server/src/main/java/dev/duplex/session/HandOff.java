package dev.duplex.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What other threads hand to a session's lane, in the order in which they did, and how many bytes it is. Any
/// thread adds; the lane takes.
///
/// A stack that the taker turns round, and not a queue of the JDK's: while it is empty, as it is for most sessions
/// most of the time, it takes 24 bytes and not 80.
final class HandOff {
    private record Entry(Outgoing outgoing, @Nullable Entry next) {}

    private static final VarHandle ADDED;
    private static final VarHandle BYTES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ADDED = lookup.findVarHandle(HandOff.class, "added", Entry.class);
            BYTES = lookup.findVarHandle(HandOff.class, "bytes", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// The last one added, before which its `next` was.
    private volatile @Nullable Entry added;

    private volatile int bytes;

    /// In the lane only: what has been turned round, first the first.
    private @Nullable Entry due;

    void add(Outgoing outgoing) {
        BYTES.getAndAdd(this, outgoing.bytes());
        Entry before;
        do {
            before = added;
        } while (!ADDED.compareAndSet(this, before, new Entry(outgoing, before)));
    }

    /// Bytes of what was added and has not been [#taken].
    int bytes() {
        return bytes;
    }

    /// In the lane.
    boolean isEmpty() {
        return due == null && added == null;
    }

    /// In the lane: takes the first one out; null if there is none. It counts until [#taken].
    @Nullable Outgoing poll() {
        if (due == null && added != null) {
            Entry last = (Entry) ADDED.getAndSet(this, null);
            for (Entry next = last; next != null; next = next.next()) {
                due = new Entry(next.outgoing(), due);
            }
        }
        Entry first = due;
        if (first == null) {
            return null;
        }
        due = first.next();
        return first.outgoing();
    }

    /// In the lane: what [#poll] gave counts elsewhere now.
    void taken(Outgoing outgoing) {
        BYTES.getAndAdd(this, -outgoing.bytes());
    }

    /// Drops what is there. In the lane, or when that has ended.
    void clear() {
        due = null;
        added = null;
    }
}
