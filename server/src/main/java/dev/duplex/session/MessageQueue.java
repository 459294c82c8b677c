package dev.duplex.session;

import dev.duplex.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Messages on their way from a session's lane to threads that take them, in order and without a lock. Has no limit of its own:
/// whoever adds looks at [#count] and [#bytes].
///
/// Each entry says how many messages, and how many of their bytes, were ever added until it. So how much waits is the difference between the last
/// one added and the last one taken, and neither side has to count what the other counts.
public final class MessageQueue {
    private static final class Entry {
        /// Null once it was taken.
        @Nullable Message message;

        volatile @Nullable Entry next;

        /// Messages until here, this included. May overflow.
        final int number;

        /// Their bytes.
        final long bytes;

        Entry(@Nullable Message message, int number, long bytes) {
            this.message = message;
            this.number = number;
            this.bytes = bytes;
        }
    }

    private static final VarHandle TAKEN;
    private static final VarHandle ADDED;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAKEN = lookup.findVarHandle(MessageQueue.class, "taken", Entry.class);
            ADDED = lookup.findVarHandle(MessageQueue.class, "added", Entry.class);
            NEXT = lookup.findVarHandle(Entry.class, "next", Entry.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// The last one taken; what waits is behind it.
    private volatile Entry taken = new Entry(null, 0, 0);

    /// The last one added. Written by the lane.
    private volatile Entry added = taken;

    /// In the lane: adds one behind the others. Who polls sees it soon, and surely if it does so after a full fence of
    /// the lane's: that is left to the caller, who adds several before it looks whether somebody waits for them.
    ///
    /// @param message owns its bytes
    public void add(Message message) {
        Entry before = added;
        Entry entry = new Entry(message, before.number + 1, before.bytes + message.size());
        ADDED.setRelease(this, entry);
        NEXT.setRelease(before, entry);
    }

    /// Takes the first one; null if there is none. Any thread.
    public @Nullable Message poll() {
        while (true) {
            Entry before = taken;
            Entry first = before.next;
            if (first == null) {
                if (before == taken) {
                    return null;
                }
            } else if (TAKEN.compareAndSet(this, before, first)) {
                // Nothing leads on from what is garbage: where it has grown old, all behind it
                // would too.
                NEXT.setRelease(before, null);
                Message message = first.message;
                first.message = null;
                return message;
            }
        }
    }

    /// How many wait. Any thread.
    public int count() {
        int before = taken.number;
        return added.number - before;
    }

    /// How many bytes they have. Any thread.
    public long bytes() {
        long before = taken.bytes;
        return added.bytes - before;
    }
}
