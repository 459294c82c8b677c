package dev.duplex.room;

/// One step of a room's time. Numbers go with the clock: the tick of number n is due n periods after the first, so that a skipped one
/// leaves a gap. While a room pauses its clock stands still.
///
/// @param number from 0 on
/// @param skipped how many ticks just before this one did not happen, because the room was too far behind
/// @param lateNanos how long after it was due it began
/// @param periodNanos from one tick to the next
public record Tick(long number, long skipped, long lateNanos, long periodNanos) {
    /// Whether it began when at least half of its time was over.
    public boolean isLate() {
        return 2 * lateNanos >= periodNanos;
    }
}
