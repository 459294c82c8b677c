package dev.duplex.channels;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/// A lane whose tasks run, and whose time passes, when the test says so, on the test's thread.
final class ManualLane implements Lane {
    /// Is itself and equal to no other: the same task may be scheduled twice for one time.
    private static final class Scheduled {
        private final Runnable task;
        private final Duration at;

        Scheduled(Runnable task, Duration at) {
            this.task = task;
            this.at = at;
        }
    }

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Scheduled> scheduled = new ArrayList<>();
    private Duration now = Duration.ZERO;
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
        if (ended) {
            throw new RejectedExecutionException("the lane has ended");
        }
        Scheduled it = new Scheduled(task, now.plus(delay));
        scheduled.add(it);
        return () -> scheduled.remove(it);
    }

    /// Lets time pass, and whatever is due run in its order.
    void pass(Duration time) {
        Duration end = now.plus(time);
        while (true) {
            Scheduled next = null;
            for (Scheduled it : scheduled) {
                if (it.at.compareTo(end) <= 0 && (next == null || it.at.compareTo(next.at) < 0)) {
                    next = it;
                }
            }
            if (next == null) {
                now = end;
                return;
            }
            scheduled.remove(next);
            now = next.at;
            execute(next.task);
            runAll();
        }
    }

    /// How many tasks wait for their time.
    int scheduled() {
        return scheduled.size();
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
