package dev.duplex.app.arena;

import java.util.Optional;

/// A player as the game knows it: sees and flies once it has said hello.
final class Pilot {
    /// How far behind it may be until it is shown nothing more: two seconds.
    static final int MAX_UNSEEN = 2 * Rules.TICKS_PER_SECOND;

    Optional<Ship> ship = Optional.empty();

    /// The latest tick that it says it has seen, as far as that can be.
    private long seen;

    /// @param tick in which it comes
    Pilot(long tick) {
        seen = tick;
    }

    /// It says that it has seen a tick.
    void saw(long tick, long now) {
        seen = Math.clamp(tick, seen, now);
    }

    boolean keepsUp(long now) {
        return now - seen <= MAX_UNSEEN;
    }
}
