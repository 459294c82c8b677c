package dev.duplex.engine.disk;

/// What an engine takes at the moment; the first two as of the last look, some once a second.
///
/// @param bytes what its files come to
/// @param roomBytes how much more may be written, by [DiskLimits#storeBytes] and [DiskLimits#reserveBytes]; not below 0
/// @param waitingBytes what waits to be committed, counted as for [DiskLimits#waitingBytes]
public record DiskUsage(long bytes, long roomBytes, long waitingBytes) {}
