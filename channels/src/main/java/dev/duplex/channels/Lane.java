package dev.duplex.channels;

import java.time.Duration;
import java.util.concurrent.Executor;

/// A single thread that owns the state of some subscribers: an event loop, seen from the hub.
/// Whatever `execute` is given runs on that thread, one at a time, in the order it was given, and
/// never within `execute` itself. A lane that has ended throws `RejectedExecutionException`.
///
/// A lane is itself and equal to no other; the hub keeps its lanes until they have ended.
public interface Lane extends Executor {
    /// Whether the calling thread is the lane's own.
    boolean inLane();

    /// Called in the lane when a batch of deliveries is over: the moment to flush what the batch
    /// wrote.
    void endOfBatch();

    /// Runs `action` once, when the batch that is running now is over; outside of a batch, soon
    /// after. Called in the lane. Who registers the same flush twice has it run twice: keep a flag.
    void onEndOfBatch(Runnable action);

    /// Runs `task` in the lane after `delay`. Called from any thread.
    ///
    /// @throws java.util.concurrent.RejectedExecutionException if the lane has ended
    Alarm schedule(Runnable task, Duration delay);

    /// A task that waits for its time.
    interface Alarm {
        /// The task does not run, if it has not begun. Called from any thread.
        void cancel();
    }
}
