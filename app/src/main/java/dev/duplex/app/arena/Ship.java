package dev.duplex.app.arena;

/// A ship, of a player or a bot.
final class Ship {
    /// 0 to 254; of the ships that are there it is the only one with it.
    final int id;

    final boolean bot;

    /// As it is shown: see [Names].
    String name;

    double x;
    double y;

    /// Where it points: 256 are a whole turn, 0 is to the right, 64 down.
    int aim;

    int health = Rules.HEALTH;
    int score;

    /// The number of the last step of its player that was looked at.
    int steps;

    /// How many steps may be carried out now.
    int credit = Rules.MAX_CREDIT;

    /// The ticks from which on it is back, it can be harmed, it can shoot.
    long backAt;

    long shieldUntil;
    long loadedAt;

    Ship(int id, String name, boolean bot) {
        this.id = id;
        this.name = name;
        this.bot = bot;
    }

    boolean isDown() {
        return health == 0;
    }

    boolean isShielded(long tick) {
        return tick < shieldUntil;
    }
}
