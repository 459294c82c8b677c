package dev.duplex.channels;

/// What a hub may hold, and how long it may keep a lane busy.
///
/// @param laneBytes what the publications that wait for one lane may come to: their payloads, and
///     [#ENTRY_BYTES] for each of them, so that small ones are bounded too. A single publication
///     always fits. When a lane is full, `Hub.publish` says `FULL` to channels with subscribers there
/// @param drainBudget after how many deliveries in a row a lane lets its other tasks run
public record HubLimits(long laneBytes, int drainBudget) {
    /// What a publication that waits for a lane counts beside its payload: about what its objects
    /// take on the heap.
    public static final int ENTRY_BYTES = 128;

    /// 64 MiB for each lane, which is at most 524,288 publications; 1,024 deliveries.
    public static final HubLimits DEFAULT = new HubLimits(64L << 20, 1_024);

    /// @throws IllegalArgumentException if one is not positive
    public HubLimits {
        if (laneBytes <= 0) {
            throw new IllegalArgumentException("laneBytes must be positive, not " + laneBytes);
        }
        if (drainBudget <= 0) {
            throw new IllegalArgumentException("drainBudget must be positive, not " + drainBudget);
        }
    }
}
