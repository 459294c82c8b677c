package dev.duplex.engine.disk;

import dev.duplex.channels.engine.Complaints;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.engine.StreamListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatch;

/// The one thread that writes: takes everything that waits, has it committed by one write and one sync, then tells the
/// listener, then answers. What comes meanwhile is the next commit, so that the slower the disk, the more share a sync.
///
/// After a write or a sync that failed nobody knows what is on the disk: nothing is taken any more until the engine is opened
/// again, and finds out.
final class Committer implements Runnable {
    /// What is committed together, at most.
    static final int MAX_OPERATIONS = 4_096;

    static final long MAX_BYTES = 4L << 20;

    private static final System.Logger LOG = System.getLogger("dev.duplex.engine.disk");

    private final Store store;
    private final Inbox inbox;
    private final DiskLimits limits;
    private final long generation;
    private final boolean sync;
    private final Room room;
    private final InstantSource clock;
    private final Optional<Witness> witness;
    private final DiskObserver observer;
    private final Complaints complaints;
    private final AtomicReference<@Nullable EngineException> failure = new AtomicReference<>();
    private final AtomicBoolean forgotten = new AtomicBoolean();
    private final Positionless positionless = new Positionless();
    private volatile @Nullable StreamListener listener;

    Committer(
            Store store,
            Inbox inbox,
            DiskLimits limits,
            Session session,
            Room room,
            InstantSource clock,
            Optional<Witness> witness,
            DiskObserver observer,
            Complaints complaints) {
        this.store = store;
        this.inbox = inbox;
        this.limits = limits;
        this.generation = session.generation();
        this.sync = !session.sync().mayLose();
        this.room = room;
        this.clock = clock;
        this.witness = witness;
        this.observer = observer;
        this.complaints = complaints;
    }

    void start(StreamListener listener) {
        this.listener = listener;
    }

    /// Whether a listener is there.
    boolean started() {
        return listener != null;
    }

    /// Whether everything that was taken is where it should be.
    boolean healthy() {
        return failure.get() == null;
    }

    /// Whether something was forgotten since this was last asked.
    boolean takeForgotten() {
        return forgotten.getAndSet(false);
    }

    @Override
    public void run() {
        List<Operation<?>> taken = inbox.take(MAX_OPERATIONS, MAX_BYTES);
        try {
            while (!taken.isEmpty()) {
                commit(taken);
                taken = inbox.take(MAX_OPERATIONS, MAX_BYTES);
            }
        } catch (RuntimeException | Error e) {
            // Nobody must wait for a thread that is not there.
            EngineException why = new EngineException("its committing thread failed: " + e, e);
            fail(why);
            taken.forEach(it -> it.fail(why));
            throw e;
        }
    }

    /// Ends for good.
    void fail(EngineException e) {
        EngineException why =
                new EngineException(
                        "the engine has ended, for "
                                + e.getMessage()
                                + "; what is on the disk is found out when it is opened again",
                        e);
        if (failure.compareAndSet(null, why)) {
            if (e instanceof DiskException) {
                // The sentence says it: a full disk, most often.
                LOG.log(System.Logger.Level.ERROR, why.getMessage());
            } else {
                LOG.log(System.Logger.Level.ERROR, why.getMessage(), e);
            }
        }
        inbox.end(why);
    }

    private void commit(List<Operation<?>> taken) {
        List<Operation<?>> operations = new ArrayList<>(taken);
        while (!operations.isEmpty()) {
            try (Changes changes = new Changes(store, limits, generation, positionless)) {
                Operation<?> faulty = change(changes, operations);
                if (faulty == null) {
                    write(changes, operations);
                    return;
                }
                operations.remove(faulty);
                positionless.clear();
            }
        }
    }

    /// @return the operation that failed, which has been told: what it began to change must not be written
    private @Nullable Operation<?> change(Changes changes, List<Operation<?>> operations) {
        for (Operation<?> operation : operations) {
            try {
                operation.change(changes, clock.instant());
            } catch (EngineException e) {
                complaints.log(e);
                operation.fail(e);
                return operation;
            } catch (RuntimeException e) {
                EngineException why =
                        new EngineException("it cannot be committed: " + e.getMessage(), e);
                complaints.logUnexpected(why);
                operation.fail(why);
                return operation;
            }
        }
        return null;
    }

    private void write(Changes changes, List<Operation<?>> operations) {
        try {
            WriteBatch batch = changes.done();
            if (batch.count() > 0) {
                long bytes = batch.getDataSize();
                room.take(bytes);
                long begun = System.nanoTime();
                store.write(batch, sync);
                observer.committed(operations.size(), bytes, sync, System.nanoTime() - begun);
                if (changes.forgets()) {
                    forgotten.set(true);
                }
                witness.ifPresent(it -> it.written(store));
            }
        } catch (EngineException e) {
            fail(e);
            operations.forEach(it -> it.fail(e));
            return;
        }
        tell(operations);
        operations.forEach(Operation::answer);
    }

    private void tell(List<Operation<?>> operations) {
        StreamListener told = listener;
        if (told == null) {
            return;
        }
        operations.forEach(it -> safely(() -> it.tell(told)));
        safely(told::endOfBatch);
    }

    /// A listener never throws. If one does, it alone has missed something, and finds the gap by the next publication.
    private static void safely(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the listener has thrown", e);
        }
    }
}
