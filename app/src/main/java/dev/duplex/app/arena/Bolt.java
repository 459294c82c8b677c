package dev.duplex.app.arena;

/// A shot: it flies straight on, so that where it is follows from where it began.
///
/// @param id 16 bits; of the bolts that fly it is the only one with it
/// @param owner the ship that shot it
/// @param aim as of [Ship#aim]
/// @param born the tick in which it was at `x`, `y`
record Bolt(int id, Ship owner, double x, double y, int aim, long born) {
    private static final double STEP = (double) Rules.BOLT_SPEED / Rules.TICKS_PER_SECOND;

    double xAt(long tick) {
        return x + Rules.cos(aim) * STEP * (tick - born);
    }

    double yAt(long tick) {
        return y + Rules.sin(aim) * STEP * (tick - born);
    }

    boolean isOver(long tick) {
        double x = xAt(tick);
        double y = yAt(tick);
        return tick - born >= Rules.BOLT_TICKS
                || x < 0
                || y < 0
                || x > Rules.WIDTH
                || y > Rules.HEIGHT;
    }
}
