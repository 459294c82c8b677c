package dev.duplex.engine.redis;

/// Hears what an engine on Redis does, for metrics. Called where it happens, on threads of the engine: it must not wait. What it throws
/// changes nothing, and is logged once.
public interface RedisObserver {
    /// Hears nothing.
    RedisObserver NONE = new RedisObserver() {};

    /// This engine is open from now on.
    default void observes(RedisEngine engine) {}

    /// Redis has answered, or what was asked has failed.
    ///
    /// @param done whether it did what it was asked for
    /// @param nanos since it was asked
    default void answered(boolean done, long nanos) {}

    /// A message of a channel has come.
    ///
    /// @param bytes of it
    default void received(int bytes) {}

    /// A connection was lost.
    default void disconnected() {}
}
