package dev.duplex.engine.redis;

/// What an engine holds at the moment.
///
/// @param waitingBytes of what is not answered yet, as it counts for [RedisLimits#waitingBytes]
/// @param subscriptions channels that Redis has been asked for
public record RedisUsage(long waitingBytes, int subscriptions) {}
