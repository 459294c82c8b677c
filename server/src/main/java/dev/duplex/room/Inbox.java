package dev.duplex.room;

import dev.duplex.Message;
import dev.duplex.Session;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// What a player has sent since the last tick. When it is full nothing is read from the player until the next tick has taken it; what
/// had been read by then, a message or two, is still put in.
///
/// Put in the session's lane, taken in the room's.
final class Inbox {
    private final Session session;
    private final int maxMessages;
    private final int maxBytes;
    private final Queue<Message> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();
    private volatile boolean suspended;

    Inbox(Session session, int maxMessages, int maxBytes) {
        this.session = session;
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /// @return whether it is full now
    boolean put(Message message) {
        int nowBytes = bytes.addAndGet(message.size());
        queue.add(message.copy());
        boolean full = messages.incrementAndGet() >= maxMessages || nowBytes >= maxBytes;
        if (full) {
            // In this order: a tick that takes all just now resumes behind what this suspends.
            suspended = true;
            session.suspendReading();
        }
        return full;
    }

    /// Gives all that is there by now to `each`, in its order.
    void take(Consumer<Message> each) {
        for (int left = messages.get(); left > 0; left--) {
            Message message = queue.poll();
            if (message == null) {
                break;
            }
            messages.decrementAndGet();
            bytes.addAndGet(-message.size());
            each.accept(message);
        }
        if (suspended) {
            suspended = false;
            session.resumeReading();
        }
    }
}
