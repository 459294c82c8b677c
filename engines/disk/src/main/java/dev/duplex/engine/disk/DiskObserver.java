package dev.duplex.engine.disk;

/// Hears what an engine on disk does, for metrics. Called where it happens, on threads of the engine: it must not wait. What it throws
/// changes nothing, and is logged once.
public interface DiskObserver {
    /// Hears nothing.
    DiskObserver NONE = new DiskObserver() {};

    /// This engine is open from now on.
    default void observes(DiskEngine engine) {}

    /// Something was committed: one write.
    ///
    /// @param operations that were committed together
    /// @param bytes that were written
    /// @param synced whether it was synced too
    /// @param nanos how long both took
    default void committed(int operations, long bytes, boolean synced, long nanos) {}

    /// What had been written was synced, apart from a commit ([Sync#INTERVAL]).
    ///
    /// @param nanos how long that took
    default void synced(long nanos) {}
}
