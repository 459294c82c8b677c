package dev.duplex.transport;

import dev.duplex.channels.Lane;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An event loop as the hub sees it. Everything given to [#execute] is a batch of its own: what it
/// wrote is flushed when it ends, or earlier where the task calls [#endOfBatch].
final class EventLoopLane implements Lane {
    private static final System.Logger LOG = System.getLogger(EventLoopLane.class.getName());

    private final EventLoop loop;
    private final LoopTimers timers;

    // What follows is touched on the loop only.
    private List<Runnable> actions = new ArrayList<>();
    private List<Runnable> spare = new ArrayList<>();
    private boolean inBatch;
    private boolean scheduled;

    EventLoopLane(EventLoop loop) {
        this.loop = loop;
        timers = new LoopTimers(loop);
    }

    EventLoop loop() {
        return loop;
    }

    /// The timers of its connections.
    LoopTimers timers() {
        return timers;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> runBatch(task));
    }

    /// Runs a task as a batch of its own. On the loop.
    void runBatch(Runnable task) {
        inBatch = true;
        try {
            task.run();
        } finally {
            inBatch = false;
            endOfBatch();
        }
    }

    @Override
    public boolean inLane() {
        return loop.inEventLoop();
    }

    @Override
    public Alarm schedule(Runnable task, Duration delay) {
        if (loop.inEventLoop()) {
            LaneAlarm alarm = new LaneAlarm(this, task);
            alarm.wakeAt = LoopTimers.now() + Math.clamp(delay.toNanos(), 0, LoopTimers.NEVER / 2);
            timers.place(alarm);
            return alarm;
        }
        ScheduledFuture<?> future =
                loop.schedule(() -> runBatch(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void onEndOfBatch(Runnable action) {
        assert loop.inEventLoop();
        actions.add(action);
        if (!inBatch && !scheduled) {
            scheduled = true;
            loop.execute(this::runScheduled);
        }
    }

    private void runScheduled() {
        scheduled = false;
        endOfBatch();
    }

    @Override
    public void endOfBatch() {
        if (actions.isEmpty()) {
            return;
        }
        List<Runnable> due = actions;
        // A nested call (an action that ends a batch itself) must not be given the list in use.
        List<Runnable> nested = new ArrayList<>(0);
        actions = spare;
        spare = nested;
        for (Runnable action : due) {
            try {
                action.run();
            } catch (Throwable e) {
                // Whatever it is: who is behind it is of another session, and does not register
                // again before it was run.
                LOG.log(Level.ERROR, "an action at the end of a batch failed", e);
            }
        }
        due.clear();
        spare = due;
    }
}
