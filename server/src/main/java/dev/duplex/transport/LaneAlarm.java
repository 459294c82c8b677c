package dev.duplex.transport;

import dev.duplex.channels.Lane;

/// What a lane does at a time, set within it: one object, where a scheduled task of the loop is three.
final class LaneAlarm extends LoopTimers.Timer implements Lane.Alarm {
    private final EventLoopLane lane;
    private final Runnable task;
    private volatile boolean cancelled;

    LaneAlarm(EventLoopLane lane, Runnable task) {
        this.lane = lane;
        this.task = task;
    }

    @Override
    void run(long now) {
        if (!cancelled) {
            lane.runBatch(task);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (lane.inLane()) {
            lane.timers().remove(this);
        }
    }
}
