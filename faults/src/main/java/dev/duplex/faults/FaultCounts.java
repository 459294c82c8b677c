package dev.duplex.faults;

/// What a [FaultProxy] has done since it began, in connections.
///
/// @param accepted how many clients connected, whatever became of them
/// @param cut reset on both sides
/// @param cutInFrame reset on both sides after a number of bytes
/// @param stalled had a direction stopped, once for each time
/// @param halfClosed had one direction ended
/// @param throttled were slowed down, once for each time
/// @param refused reset as they came
/// @param blackholed accepted and not answered
/// @param unreachable reset because the target did not take them
/// @param forgotten reset because nothing had come from either side for too long
/// @param overLimit reset because there were [FaultProxy#MAX_CONNECTIONS]
public record FaultCounts(
        long accepted,
        long cut,
        long cutInFrame,
        long stalled,
        long halfClosed,
        long throttled,
        long refused,
        long blackholed,
        long unreachable,
        long forgotten,
        long overLimit) {}
