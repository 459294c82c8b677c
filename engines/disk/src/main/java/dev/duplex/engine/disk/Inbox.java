package dev.duplex.engine.disk;

import dev.duplex.channels.engine.Complaints;
import dev.duplex.channels.engine.EngineException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for the committing thread, in the order in which it came. Any thread.
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private final Deque<Operation<?>> waiting = new ArrayDeque<>();
    private final long limit;
    private long bytes;
    private Optional<EngineException> ended = Optional.empty();

    private final Complaints complaints;

    /// @param limit on what waits, in bytes
    Inbox(long limit, Complaints complaints) {
        this.limit = limit;
        this.complaints = complaints;
    }

    /// Adds an operation, or fails it: nobody waits here.
    void add(Operation<?> operation) {
        long waitingBytes;
        Optional<EngineException> over;
        lock.lock();
        try {
            over = ended;
            waitingBytes = bytes;
            if (over.isEmpty() && hasRoomFor(operation)) {
                waiting.add(operation);
                bytes += operation.bytes();
                some.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        // Nothing is logged, and nobody told, while others wait for the lock.
        operation.fail(over.orElseGet(() -> slow(waitingBytes)));
    }

    /// One of any size fits alone.
    private boolean hasRoomFor(Operation<?> operation) {
        return !operation.mayBeRefused() || bytes == 0 || bytes + operation.bytes() <= limit;
    }

    private EngineException slow(long waitingBytes) {
        EngineException slow =
                new EngineException(
                        "the disk is too slow for what is published: "
                                + waitingBytes
                                + " bytes wait to be committed");
        complaints.log(slow);
        return slow;
    }

    /// What waits, as it counts.
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for something, and takes what is there, up to a limit.
    ///
    /// @return empty when it has ended
    List<Operation<?>> take(int most, long mostBytes) {
        lock.lock();
        try {
            while (waiting.isEmpty() && ended.isEmpty()) {
                some.awaitUninterruptibly();
            }
            List<Operation<?>> taken = new ArrayList<>();
            long size = 0;
            while (ended.isEmpty()
                    && !waiting.isEmpty()
                    && taken.size() < most
                    && (size == 0 || size + waiting.getFirst().bytes() <= mostBytes)) {
                Operation<?> next = waiting.removeFirst();
                size += next.bytes();
                bytes -= next.bytes();
                taken.add(next);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Takes nothing more, and fails what waits.
    ///
    /// @param why what everything from now on fails with
    void end(EngineException why) {
        List<Operation<?>> left;
        lock.lock();
        try {
            if (ended.isEmpty()) {
                ended = Optional.of(why);
            }
            left = List.copyOf(waiting);
            waiting.clear();
            bytes = 0;
            some.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(it -> it.fail(why));
    }
}
