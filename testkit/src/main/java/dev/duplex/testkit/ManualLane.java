package dev.duplex.testkit;

import dev.duplex.channels.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A lane that a test drives by hand: its tasks run on the test's thread, when the test says so, and
/// its time passes when the test says so. Tasks may be given to it from any thread; one thread at a
/// time runs them.
public final class ManualLane implements Lane {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Is itself and equal to no other: the same task may be scheduled twice for one time.
    private static final class Scheduled {
        final Runnable task;
        final long at;

        Scheduled(Runnable task, long at) {
            this.task = task;
            this.at = at;
        }

        long at() {
            return at;
        }
    }

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final List<Scheduled> scheduled = new ArrayList<>();
    private final List<Runnable> atEndOfBatch = new ArrayList<>();
    private final AtomicInteger batches = new AtomicInteger();
    private volatile @Nullable Thread runner;
    private volatile long nanos;
    private volatile boolean ended;

    @Override
    public void execute(Runnable task) {
        refuseIfEnded();
        tasks.add(task);
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread() == runner;
    }

    @Override
    public void endOfBatch() {
        batches.incrementAndGet();
        runEndOfBatch();
    }

    @Override
    public void onEndOfBatch(Runnable action) {
        atEndOfBatch.add(action);
    }

    @Override
    public Alarm schedule(Runnable task, Duration delay) {
        synchronized (scheduled) {
            refuseIfEnded();
            Scheduled entry = new Scheduled(task, nanos + delay.toNanos());
            scheduled.add(entry);
            return () -> {
                synchronized (scheduled) {
                    scheduled.remove(entry);
                }
            };
        }
    }

    /// This lane's clock, in nanoseconds from its making: moved by [#pass] only.
    public long nanoTime() {
        return nanos;
    }

    /// Lets time pass, and runs what was scheduled for it, in its order, each at its own time; and
    /// what that gives to the lane.
    public void pass(Duration time) {
        long until = nanos + time.toNanos();
        runAll();
        for (Optional<Scheduled> next = due(until); next.isPresent(); next = due(until)) {
            nanos = Math.max(nanos, next.get().at());
            runNow(next.get().task);
            runAll();
        }
        nanos = until;
    }

    private Optional<Scheduled> due(long until) {
        synchronized (scheduled) {
            Optional<Scheduled> first =
                    scheduled.stream()
                            .filter(entry -> entry.at() <= until)
                            .min(Comparator.comparingLong(Scheduled::at));
            first.ifPresent(scheduled::remove);
            return first;
        }
    }

    /// Ends the lane as an event loop ends: runs what waits, drops what waits for its time, and refuses
    /// what comes from here on.
    public void end() {
        runAll();
        synchronized (scheduled) {
            ended = true;
            scheduled.clear();
        }
    }

    private void refuseIfEnded() {
        if (ended) {
            throw new RejectedExecutionException("the lane has ended");
        }
    }

    /// How many tasks wait for their time.
    public int alarms() {
        synchronized (scheduled) {
            return scheduled.size();
        }
    }

    /// How many batches of deliveries have ended.
    public int batches() {
        return batches.get();
    }

    /// Runs a task in the lane at once, before those that wait, as a batch of its own.
    public void runNow(Runnable task) {
        Thread before = runner;
        runner = Thread.currentThread();
        try {
            task.run();
            if (before == null) {
                runEndOfBatch();
            }
        } finally {
            runner = before;
        }
    }

    private void runEndOfBatch() {
        while (!atEndOfBatch.isEmpty()) {
            List<Runnable> due = List.copyOf(atEndOfBatch);
            atEndOfBatch.clear();
            due.forEach(Runnable::run);
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
