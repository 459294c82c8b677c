package dev.duplex.engine.redis;

import java.util.concurrent.atomic.AtomicBoolean;

/// An observer that throws nothing; the first that it threw is logged.
final class GuardedObserver implements RedisObserver {
    private final RedisObserver observer;
    private final AtomicBoolean told = new AtomicBoolean();

    GuardedObserver(RedisObserver observer) {
        this.observer = observer;
    }

    @Override
    public void observes(RedisEngine engine) {
        safely(() -> observer.observes(engine));
    }

    @Override
    public void answered(boolean done, long nanos) {
        safely(() -> observer.answered(done, nanos));
    }

    @Override
    public void received(int bytes) {
        safely(() -> observer.received(bytes));
    }

    @Override
    public void disconnected() {
        safely(observer::disconnected);
    }

    private void safely(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            if (told.compareAndSet(false, true)) {
                RedisEngine.LOG.log(System.Logger.Level.ERROR, "an observer has thrown", e);
            }
        }
    }
}
