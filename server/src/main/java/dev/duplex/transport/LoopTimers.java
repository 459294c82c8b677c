package dev.duplex.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What an event loop is to do at a time: a heap of it, with one task of the loop for the earliest. A
/// connection costs a place in an array and no task, and nothing is allocated when its time comes. Used on the
/// loop only.
final class LoopTimers {
    /// What is not waited for.
    static final long NEVER = Long.MAX_VALUE;

    /// Timers that are run in a row; then the loop does its other work first.
    private static final int SWEEP = 256;

    private static final int LEAST_ROOM = 64;
    private static final long ORIGIN = System.nanoTime();

    /// One of those who wait.
    abstract static class Timer {
        /// When it is to be run; its own while it has a place.
        long wakeAt = NEVER;

        /// Where it stands in the heap, which sets this; -1: nowhere.
        private int place = -1;

        /// Whether it waits.
        final boolean isPlaced() {
            return place >= 0;
        }

        /// Its time has come. It has no place now.
        abstract void run(long now);
    }

    private final EventLoop loop;
    private final Runnable sweep = this::sweep;
    private @Nullable Timer[] heap = new @Nullable Timer[LEAST_ROOM];
    private int size;
    private @Nullable ScheduledFuture<?> task;
    private long taskAt = NEVER;

    LoopTimers(EventLoop loop) {
        this.loop = loop;
    }

    /// Nanoseconds on the clock of all timers, which begins at 0.
    static long now() {
        return System.nanoTime() - ORIGIN;
    }

    /// Timers that wait.
    int size() {
        return size;
    }

    /// Has the timer run at its [Timer#wakeAt], which was just set or changed.
    void place(Timer timer) {
        if (timer.place < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            timer.place = size++;
        }
        settle(timer, timer.place);
        arm();
    }

    /// Forgets the timer, if it is known.
    void remove(Timer timer) {
        int place = timer.place;
        if (place < 0) {
            return;
        }
        timer.place = -1;
        Timer last = at(--size);
        heap[size] = null;
        if (place < size) {
            settle(last, place);
        }
        if (heap.length > LEAST_ROOM && size < heap.length / 4) {
            heap = Arrays.copyOf(heap, heap.length / 2);
        }
    }

    /// Puts a timer where it belongs, beginning at a place that is free or its own.
    private void settle(Timer timer, int from) {
        int place = from;
        while (place > 0 && timer.wakeAt < at((place - 1) / 2).wakeAt) {
            put(at((place - 1) / 2), place);
            place = (place - 1) / 2;
        }
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && at(child + 1).wakeAt < at(child).wakeAt) {
                child++;
            }
            if (at(child).wakeAt >= timer.wakeAt) {
                break;
            }
            put(at(child), place);
            place = child;
        }
        put(timer, place);
    }

    private Timer at(int place) {
        Timer timer = heap[place];
        if (timer == null) {
            throw new IllegalStateException("no timer at " + place + " of " + size);
        }
        return timer;
    }

    private void put(Timer timer, int place) {
        heap[place] = timer;
        timer.place = place;
    }

    private void sweep() {
        task = null;
        taskAt = NEVER;
        long now = now();
        try {
            for (int n = 0; n < SWEEP && size > 0 && at(0).wakeAt <= now; n++) {
                Timer due = at(0);
                remove(due);
                due.run(now);
            }
        } finally {
            arm();
        }
    }

    /// Has the task run for the earliest timer. One that is early does no harm: it looks, and is armed again.
    private void arm() {
        if (size == 0 || at(0).wakeAt >= taskAt) {
            return;
        }
        if (task != null) {
            task.cancel(false);
        }
        taskAt = at(0).wakeAt;
        task = loop.schedule(sweep, Math.max(0, taskAt - now()), TimeUnit.NANOSECONDS);
    }
}
