package dev.duplex.app.arena;

/// The numbers of the game. What pages have to know of them is in the welcome ([Frames#welcome]). Lengths are in units of the world,
/// times in ticks.
final class Rules {
    static final int TICKS_PER_SECOND = 30;

    static final int WIDTH = 1600;
    static final int HEIGHT = 1000;

    /// Of a ship.
    static final int RADIUS = 16;

    /// Of a ship, in units a second.
    static final int SPEED = 260;

    static final int BOLT_SPEED = 620;

    /// How long a bolt flies.
    static final int BOLT_TICKS = 30;

    /// From one bolt of a ship to the next.
    static final int RELOAD_TICKS = 8;

    /// How many bolts a ship stands.
    static final int HEALTH = 3;

    /// How long a ship is away that was hit too often.
    static final int DOWN_TICKS = 60;

    /// How long nothing harms a ship that is new, or back.
    static final int SHIELD_TICKS = 60;

    static final int SPARKS = 24;

    /// From a ship's middle to a spark's, for it to be collected.
    static final int REACH = 26;

    static final int SPARK_SCORE = 1;
    static final int HIT_SCORE = 5;

    /// How many steps a player may catch up with whose messages were held up: half a second. More is not carried out.
    static final int MAX_CREDIT = 15;

    static final int MAX_BOTS = 100;

    /// Ships in all, bots too: they are numbered by a byte.
    static final int MAX_SHIPS = 255;

    private Rules() {}

    /// The point that is nearest to `value` and in the world.
    static double within(double value, int size) {
        return Math.clamp(value, RADIUS, size - RADIUS);
    }

    static double cos(int aim) {
        return Math.cos(aim * 2 * Math.PI / 256);
    }

    static double sin(int aim) {
        return Math.sin(aim * 2 * Math.PI / 256);
    }
}
