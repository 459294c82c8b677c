package dev.duplex.app.services;

import dev.duplex.channels.Lane;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A lane that is no event loop: one thread of its own, for a subscriber that is no client. Whoever opens it closes it.
public final class FeedLane implements Lane, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FeedLane.class.getName());

    private final ScheduledThreadPoolExecutor executor;
    private volatile long threadId = -1;

    /// @param name of the thread, which keeps no program from ending
    public FeedLane(String name) {
        executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name(name)
                                        .unstarted(() -> {
                                            threadId = Thread.currentThread().threadId();
                                            task.run();
                                        }));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(guarded(task));
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread().threadId() == threadId;
    }

    /// Nothing is gathered here.
    @Override
    public void endOfBatch() {}

    @Override
    public void onEndOfBatch(Runnable action) {
        executor.execute(guarded(action));
    }

    @Override
    public Alarm schedule(Runnable task, Duration delay) {
        Future<?> scheduled =
                executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /// What a task throws is logged: the executor would keep it to itself.
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                if (executor.isShutdown() && e instanceof RejectedExecutionException) {
                    // It wanted to go on when the lane was closed.
                    return;
                }
                LOG.log(System.Logger.Level.ERROR, "a task of a feed failed", e);
            }
        };
    }

    /// What waits is not run any more; what runs comes to its end.
    @Override
    public void close() {
        executor.shutdown();
    }
}
