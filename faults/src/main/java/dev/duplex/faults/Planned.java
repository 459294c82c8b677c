package dev.duplex.faults;

import java.time.Duration;
import java.util.Random;
import java.util.Set;

/// A fault to come. Of what it says, a kind of fault takes what it needs.
///
/// @param at since the schedule began
/// @param lasts zero for a fault that is over at once
/// @param directions one or both for a stall, else one
/// @param fraction of the connections
/// @param bytes that pass before a cut
/// @param bytesPerSecond of a slow connection
/// @param seed for the choice among connections
record Planned(
        FaultKind kind,
        Duration at,
        Duration lasts,
        Set<Direction> directions,
        double fraction,
        int bytes,
        int bytesPerSecond,
        long seed) {
    Duration until() {
        return at.plus(lasts);
    }

    Direction direction() {
        return directions.iterator().next();
    }

    Choice choice() {
        return new Choice(fraction, new Random(seed));
    }
}
