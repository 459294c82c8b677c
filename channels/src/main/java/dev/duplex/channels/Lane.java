package dev.duplex.channels;

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
}
