package dev.duplex.app.arena;

import java.util.Optional;

/// A player as the game knows it: sees and flies once it has said hello.
final class Pilot {
    /// How far behind it may be, in ticks, until it is shown less: two seconds.
    static final int MAX_UNSEEN = 2 * Rules.TICKS_PER_SECOND;

    Optional<Ship> ship = Optional.empty();

    /// The latest tick that it says it has seen, as far as that can be.
    private long seen;

    /// The tick of the last view that was made for it.
    private long shown;

    /// Whether it has said something since that view.
    private boolean heard;

    /// @param tick in which it comes
    Pilot(long tick) {
        seen = tick;
        shown = tick;
    }

    /// It says that it has seen a tick.
    void saw(long tick, long now) {
        seen = Math.clamp(tick, seen, now);
        heard = true;
    }

    /// A view is made for it.
    void isShown(long now) {
        shown = now;
        heard = false;
    }

    /// Whether it is to be shown something. Who was shown nothing has no later tick to tell of: so who is behind is shown one view
    /// when it is heard of, and another in two seconds if it has not told of that, for it may be lost.
    boolean keepsUp(long now) {
        return now - seen <= MAX_UNSEEN || (heard && now - shown > MAX_UNSEEN);
    }
}
