package dev.duplex.channels;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A lane that is a thread of its own, and no event loop: for what computes, as a room's ticks do, and for subscribers that are no
/// clients. It is a daemon, and keeps no program from ending. Whoever makes it closes it.
public final class ThreadLane implements Lane, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ThreadLane.class.getName());

    private final String name;
    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    /// @param name the thread's
    public ThreadLane(String name) {
        this.name = name;
        executor = new ScheduledThreadPoolExecutor(1, this::start);
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private Thread start(Runnable work) {
        Thread made = Thread.ofPlatform().daemon().name(name).unstarted(work);
        thread = made;
        return made;
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(guarded(task));
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread() == thread;
    }

    /// There is nothing to flush.
    @Override
    public void endOfBatch() {}

    @Override
    public void onEndOfBatch(Runnable action) {
        execute(action);
    }

    @Override
    public Alarm schedule(Runnable task, Duration delay) {
        Future<?> future = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /// What a task throws is logged: the executor would keep it to itself.
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                if (executor.isShutdown() && e instanceof RejectedExecutionException) {
                    // It wanted to go on here when the lane was closed.
                    return;
                }
                LOG.log(Level.ERROR, "a task of " + name + " failed", e);
            }
        };
    }

    /// Runs what waits, drops what waits for its time, and takes no more. Does not wait for that.
    @Override
    public void close() {
        executor.shutdown();
    }

    @Override
    public String toString() {
        return name;
    }
}
