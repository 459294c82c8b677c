package dev.duplex.room;

import dev.duplex.channels.Lane;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A thread for rooms: one of its own, which computes ticks and nothing else. A room makes itself one unless it is given another
/// lane; many small rooms may share one ([Room.Builder#lane]). It is a daemon: that rooms are open keeps no program from ending.
public final class RoomThread implements Lane, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RoomThread.class.getName());

    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    /// @param name for people; the thread is called `duplex-room-NAME`
    public RoomThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> start(name, task));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private Thread start(String name, Runnable task) {
        Thread made = Thread.ofPlatform().daemon().name("duplex-room-" + name).unstarted(task);
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

    /// A task that throws would else end without a word.
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "a task of a room's thread failed", e);
            }
        };
    }

    /// Runs what waits, drops what waits for its time, and takes no more. Does not wait for that. Close the rooms first.
    @Override
    public void close() {
        executor.shutdown();
    }
}
