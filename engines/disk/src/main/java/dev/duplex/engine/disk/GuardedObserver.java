package dev.duplex.engine.disk;

import java.util.concurrent.atomic.AtomicBoolean;

/// An observer that throws nothing; the first that it threw is logged.
final class GuardedObserver implements DiskObserver {
    private static final System.Logger LOG = System.getLogger("dev.duplex.engine.disk");

    private final DiskObserver observer;
    private final AtomicBoolean told = new AtomicBoolean();

    GuardedObserver(DiskObserver observer) {
        this.observer = observer;
    }

    @Override
    public void observes(DiskEngine engine) {
        safely(() -> observer.observes(engine));
    }

    @Override
    public void committed(int operations, long bytes, boolean synced, long nanos) {
        safely(() -> observer.committed(operations, bytes, synced, nanos));
    }

    @Override
    public void synced(long nanos) {
        safely(() -> observer.synced(nanos));
    }

    private void safely(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            if (told.compareAndSet(false, true)) {
                LOG.log(System.Logger.Level.ERROR, "an observer has thrown", e);
            }
        }
    }
}
