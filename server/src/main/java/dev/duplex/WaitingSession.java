package dev.duplex;

import dev.duplex.transport.EventLoopThread;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session that threads can wait on: its event loop puts messages and news in, the handler's
/// threads take them out.
///
/// The lock guards the fields below it. It is held for a few instructions and never while waiting,
/// because the event loop takes it too. Reading is suspended and resumed under it, so that these
/// reach the session in the order in which they were decided.
final class WaitingSession extends ForwardingSession implements BlockingSession {
    /// How many messages may wait for the handler before nothing is read from the peer.
    static final int QUEUED_MESSAGES = 64;

    /// How many bytes may wait for the handler before nothing is read from the peer. The last
    /// message may go beyond, so one of any size fits.
    static final int QUEUED_BYTES = 256 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Message> queue = new ArrayDeque<>();
    private int queuedBytes;
    private boolean full;
    private boolean suspendedByHandler;
    private boolean discarding;
    private long drains;
    private @Nullable CloseReason reason;

    WaitingSession(Session session) {
        super(session);
    }

    // --- from the event loop

    /// A message of its own bytes came. More may come after reading was suspended: a few that were
    /// read already.
    void arrived(Message message) {
        lock.lock();
        try {
            if (discarding) {
                return;
            }
            queue.add(message);
            queuedBytes += message.size();
            if (queue.size() >= QUEUED_MESSAGES || queuedBytes >= QUEUED_BYTES) {
                full = true;
                // Each time, not only the first: a resumption from another thread may have
                // been on its way to the event loop, and arrived after the last one.
                session().suspendReading();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
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
            queue.clear();
            queuedBytes = 0;
            session().resumeReading();
        } finally {
            lock.unlock();
        }
    }

    // --- waiting

    @Override
    public Optional<Message> receive() throws InterruptedException {
        refuseEventLoops();
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && reason == null && !discarding) {
                changed.await();
            }
            Message message = queue.poll();
            if (message == null) {
                return Optional.empty();
            }
            taken(message);
            return Optional.of(message);
        } finally {
            lock.unlock();
        }
    }

    private void taken(Message message) {
        queuedBytes -= message.size();
        if (full && queue.size() <= QUEUED_MESSAGES / 2 && queuedBytes <= QUEUED_BYTES / 2) {
            full = false;
            if (!suspendedByHandler) {
                session().resumeReading();
            }
        }
    }

    @Override
    public void forEach(Consumer<Message> action) throws InterruptedException {
        refuseEventLoops();
        awaitWritable();
        for (Optional<Message> next = receive(); next.isPresent(); next = receive()) {
            action.accept(next.get());
            awaitWritable();
        }
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
