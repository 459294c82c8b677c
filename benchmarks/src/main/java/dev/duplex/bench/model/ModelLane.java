package dev.duplex.bench.model;

import dev.duplex.channels.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The lane of a thread that runs its tasks when it likes, and whose time stands still: what waits for its time is kept, and does not
/// come. Tasks are taken from any thread; all else is the thread's that made it.
final class ModelLane implements Lane {
    private final Thread thread = Thread.currentThread();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private List<Runnable> atEndOfBatch = new ArrayList<>();
    private List<Runnable> spare = new ArrayList<>();

    private static final class Waiting implements Alarm {
        @SuppressWarnings("UnusedVariable") // it is there for what it takes
        private volatile @Nullable Runnable task;

        Waiting(Runnable task) {
            this.task = task;
        }

        @Override
        public void cancel() {
            task = null;
        }
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void endOfBatch() {
        while (!atEndOfBatch.isEmpty()) {
            List<Runnable> due = atEndOfBatch;
            atEndOfBatch = spare;
            due.forEach(Runnable::run);
            due.clear();
            spare = due;
        }
    }

    @Override
    public void onEndOfBatch(Runnable action) {
        atEndOfBatch.add(action);
    }

    @Override
    public Alarm schedule(Runnable task, Duration delay) {
        return new Waiting(task);
    }

    /// Runs what there is, and what that brings.
    void run() {
        endOfBatch();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            endOfBatch();
        }
    }
}
