package dev.duplex.races;

import dev.duplex.channels.Lane;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A lane that is the thread which runs it: an actor while the race goes on, the arbiter when it is over. So
/// a race needs no thread of its own for its lane, and the drain takes part in it.
final class ActorLane implements Lane {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread own;

    /// Runs what waits, and what comes meanwhile. One thread at a time.
    void run() {
        own = Thread.currentThread();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        own = null;
    }

    /// Runs what waits, and then this.
    void run(Runnable task) {
        tasks.add(task);
        run();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread().equals(own);
    }

    @Override
    public void endOfBatch() {
        if (!inLane()) {
            throw new IllegalStateException("a batch ends outside of its lane");
        }
    }

    @Override
    public void onEndOfBatch(Runnable action) {
        throw new UnsupportedOperationException("the hub only ends batches");
    }

    @Override
    public Alarm schedule(Runnable task, Duration delay) {
        throw new UnsupportedOperationException("nothing in these races waits for a time");
    }
}
