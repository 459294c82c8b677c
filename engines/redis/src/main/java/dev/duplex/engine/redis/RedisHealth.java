package dev.duplex.engine.redis;

/// Whether an engine does what it is for.
public enum RedisHealth {
    /// It is connected.
    WORKING,
    /// A server is not reachable, or not as it has to be; it is tried again and again.
    AWAY
}
