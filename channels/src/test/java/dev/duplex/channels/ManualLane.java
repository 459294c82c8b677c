package dev.duplex.channels;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;

/// A lane whose tasks run when the test says so, on the test's thread.
final class ManualLane implements Lane {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean ended;
    private int batches;

    @Override
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("the lane has ended");
        }
        tasks.add(task);
    }

    @Override
    public boolean inLane() {
        return running;
    }

    @Override
    public void endOfBatch() {
        batches++;
    }

    @Override
    public void onEndOfBatch(Runnable action) {
        throw new UnsupportedOperationException("the hub only ends batches");
    }

    @Override
    public Alarm schedule(Runnable task, Duration delay) {
        throw new UnsupportedOperationException("the hub knows no time");
    }

    /// Runs the task that waits longest.
    ///
    /// @return whether there was one
    boolean runOne() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        running = true;
        try {
            task.run();
        } finally {
            running = false;
        }
        return true;
    }

    void runAll() {
        boolean ran = true;
        while (ran) {
            ran = runOne();
        }
    }

    void end() {
        ended = true;
        tasks.clear();
    }

    int waiting() {
        return tasks.size();
    }

    int batches() {
        return batches;
    }
}
