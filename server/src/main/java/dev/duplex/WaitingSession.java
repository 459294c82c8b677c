package dev.duplex;

import dev.duplex.session.MessageQueue;
import dev.duplex.transport.EventLoopThread;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session that threads can wait on: its event loop puts messages and news in, the handler's
/// threads take them out.
///
/// Messages pass through a queue without a lock. The lock is for what happens seldom: to wait, to be told, and to
/// stop reading. It is held for a few instructions and never while waiting, because the event loop
/// takes it too. Reading is suspended and resumed under it, so that these reach the session in the
/// order in which they were decided. Who changes the queue looks afterwards whether somebody waits for that (the event loop when its
/// batch ends), and who is about to wait says so before it looks at the queue: one of them sees the other.
final class WaitingSession extends ForwardingSession implements BlockingSession {
    /// How many messages may wait for the handler before nothing is read from the peer.
    static final int QUEUED_MESSAGES = 64;

    /// How many bytes may wait for the handler before nothing is read from the peer. The last
    /// message may go beyond, so one of any size fits.
    static final int QUEUED_BYTES = 256 << 10;

    private final MessageQueue queue = new MessageQueue();
    private final Wakeups wakeups;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Written under the lock. Those that are volatile are looked at without it, by who has changed
    // the queue before.
    /// A thread waits for a message, or is about to.
    private volatile boolean awaited;

    /// Nothing is read from the peer until there is room.
    private volatile boolean full;

    private volatile boolean discarding;
    private boolean suspendedByHandler;
    private long drains;
    private @Nullable CloseReason reason;

    /// In the lane only: it is among the [Wakeups].
    private boolean gathered;

    /// @param wakeups those of the session's lane
    WaitingSession(Session session, Wakeups wakeups) {
        super(session);
        this.wakeups = wakeups;
    }

    // --- from the event loop

    /// A message of its own bytes came. More may come after reading was suspended: a few that were
    /// read already.
    void arrived(Message message) {
        if (discarding) {
            return;
        }
        queue.add(message);
        if (queue.count() >= QUEUED_MESSAGES || queue.bytes() >= QUEUED_BYTES) {
            filled();
        }
        if (!gathered) {
            gathered = true;
            wakeups.add(this, session().lane());
        }
    }

    /// In the lane, behind a full fence: what has arrived until now is for the handler to see.
    ///
    /// @return whether it waits, and [#tell] has to be called
    boolean handedOver() {
        gathered = false;
        if (discarding) {
            clear();
        }
        return awaited;
    }

    private void filled() {
        lock.lock();
        try {
            if (discarding) {
                return;
            }
            // Who takes a message from here on sees it, and before it is looked whether there is
            // room by now.
            full = true;
            if (!resumedByRoom()) {
                // Each time, not only the first: a resumption from another thread may have
                // been on its way to the event loop, and arrived after the last one.
                session().suspendReading();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Wakes up who waits for messages. Any thread.
    void tell() {
        lock.lock();
        try {
            awaited = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void clear() {
        while (queue.poll() != null) {
            // Nobody takes it.
        }
    }

    /// There is room in the outbound queue again.
    void drained() {
        lock.lock();
        try {
            drains++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The session is over.
    void ended(CloseReason why) {
        lock.lock();
        try {
            reason = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The handler is done: nobody takes messages any more, but the peer's Close must still be read.
    void discard() {
        lock.lock();
        try {
            discarding = true;
            session().resumeReading();
        } finally {
            lock.unlock();
        }
        clear();
    }

    // --- waiting

    @Override
    public Optional<Message> receive() throws InterruptedException {
        refuseEventLoops();
        return Optional.ofNullable(next());
    }

    @Override
    public void forEach(Consumer<Message> action) throws InterruptedException {
        refuseEventLoops();
        awaitWritable();
        for (Message next = next(); next != null; next = next()) {
            action.accept(next);
            awaitWritable();
        }
    }

    /// The next message; null once the session is over.
    private @Nullable Message next() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Message message = queue.poll();
        if (message == null) {
            message = await();
        }
        if (full && hasRoom()) {
            taken();
        }
        return message;
    }

    private @Nullable Message await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Message message = queue.poll();
                if (message != null || reason != null || discarding) {
                    return message;
                }
                if (awaited) {
                    changed.await();
                } else {
                    // And looks once more: who adds a message after that look sees this.
                    awaited = true;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void taken() {
        lock.lock();
        try {
            var _ = resumedByRoom();
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock: has what stopped reading ended, if half of the queue is free.
    private boolean resumedByRoom() {
        if (!full || !hasRoom()) {
            return false;
        }
        full = false;
        if (!suspendedByHandler) {
            session().resumeReading();
        }
        return true;
    }

    private boolean hasRoom() {
        return queue.count() <= QUEUED_MESSAGES / 2 && queue.bytes() <= QUEUED_BYTES / 2;
    }

    private void awaitWritable() throws InterruptedException {
        while (!session().isWritable()) {
            long seen = drainsSoFar();
            if (session().isWritable() || !awaitDrain(seen)) {
                return;
            }
        }
    }

    @Override
    public boolean sendAndWait(Message message) throws InterruptedException {
        refuseEventLoops();
        Message owned = message.copy();
        while (true) {
            long seen = drainsSoFar();
            switch (session().send(owned)) {
                case ACCEPTED -> {
                    return true;
                }
                case CLOSED -> {
                    return false;
                }
                case FULL -> {
                    if (!awaitDrain(seen)) {
                        return false;
                    }
                }
            }
        }
    }

    /// To be asked before the queue is found full: room that is made between is then not missed.
    private long drainsSoFar() {
        lock.lock();
        try {
            return drains;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the outbound queue has drained since `seen`, or the session is over.
    ///
    /// @return `false` if it is over
    private boolean awaitDrain(long seen) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (drains == seen && reason == null) {
                changed.await();
            }
            return reason == null;
        } finally {
            lock.unlock();
        }
    }

    private void refuseEventLoops() {
        if (session().lane().inLane() || EventLoopThread.isCurrent()) {
            throw new IllegalStateException("an event loop must not wait for a session");
        }
    }

    @Override
    public Optional<CloseReason> closeReason() {
        lock.lock();
        try {
            return Optional.ofNullable(reason);
        } finally {
            lock.unlock();
        }
    }

    // --- reading, which the handler and the queue both may want to stop

    @Override
    public void suspendReading() {
        lock.lock();
        try {
            suspendedByHandler = true;
            session().suspendReading();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resumeReading() {
        lock.lock();
        try {
            suspendedByHandler = false;
            if (!full || discarding) {
                session().resumeReading();
            }
        } finally {
            lock.unlock();
        }
    }
}
