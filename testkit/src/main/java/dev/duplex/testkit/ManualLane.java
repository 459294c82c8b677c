package dev.duplex.testkit;

import dev.duplex.channels.Lane;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A lane that a test drives by hand: its tasks run on the test's thread, when the test says so.
/// Tasks may be given to it from any thread; one thread at a time runs them.
public final class ManualLane implements Lane {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private volatile @Nullable Thread runner;
    private final AtomicInteger batches = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread() == runner;
    }

    @Override
    public void endOfBatch() {
        batches.incrementAndGet();
    }

    /// How many batches of deliveries have ended.
    public int batches() {
        return batches.get();
    }

    /// Runs a task in the lane at once, before those that wait.
    public void runNow(Runnable task) {
        Thread before = runner;
        runner = Thread.currentThread();
        try {
            task.run();
        } finally {
            runner = before;
        }
    }

    /// Runs the task that waits longest.
    ///
    /// @return whether there was one
    public boolean runOne() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        runNow(task);
        return true;
    }

    /// Runs tasks until none waits, those included that these tasks add.
    public void runAll() {
        boolean ran = true;
        while (ran) {
            ran = runOne();
        }
    }

    /// Runs tasks as they come until `condition` holds. Only tasks are waited for: the condition has to
    /// become true by one of them, or before one of them is added.
    ///
    /// @throws AssertionError if no task comes for 20 seconds
    public void runUntil(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable task = tasks.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            if (task == null) {
                throw new AssertionError("no task in the lane for " + PATIENCE);
            }
            runNow(task);
        }
    }
}
