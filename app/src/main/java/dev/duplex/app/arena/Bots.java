package dev.duplex.app.arena;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Ships that nobody steers: each goes for the nearest spark, and shoots at who is near. They play by the same rules as everybody.
final class Bots {
    private static final double SIGHT = 280;

    /// They miss by up to so much of a turn of 256.
    private static final int SPREAD = 14;

    /// One of so many steps in which a bot could shoot it does.
    private static final int PATIENCE = 6;

    private final World world;
    private final RandomGenerator random;
    private final Deque<Ship> ships = new ArrayDeque<>();
    private int made;

    Bots(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
    }

    int count() {
        return ships.size();
    }

    /// Makes it so many; fewer if the world has no room.
    void count(int wanted) {
        while (ships.size() > wanted) {
            world.leave(ships.removeLast());
        }
        while (ships.size() < wanted) {
            Optional<Ship> ship = world.enter("Bot " + (made + 1), true);
            if (ship.isEmpty()) {
                return;
            }
            made++;
            ships.add(ship.get());
        }
    }

    /// Each takes its step.
    void act() {
        ships.forEach(ship -> world.steer(ship, step(ship)));
    }

    private Steering step(Ship ship) {
        int course = course(ship);
        Optional<Ship> foe = foe(ship);
        int aim =
                foe.map(it ->
                                direction(it.x - ship.x, it.y - ship.y)
                                        + random.nextInt(-SPREAD, SPREAD + 1))
                        .orElse(course);
        return new Steering(
                0,
                (int) (Rules.cos(course) * Steering.FULL),
                (int) (Rules.sin(course) * Steering.FULL),
                aim & 255,
                foe.isPresent() && random.nextInt(PATIENCE) == 0,
                world.tick());
    }

    private int course(Ship ship) {
        return world.sparks().stream()
                .min(Comparator.comparingDouble(it -> square(it.x() - ship.x, it.y() - ship.y)))
                .map(it -> direction(it.x() - ship.x, it.y() - ship.y))
                .orElse(0);
    }

    private Optional<Ship> foe(Ship ship) {
        Ship nearest = null;
        double best = SIGHT * SIGHT;
        for (Ship other : world.ships()) {
            double distance = square(other.x - ship.x, other.y - ship.y);
            if (distance < best && !other.equals(ship) && !other.isDown()) {
                nearest = other;
                best = distance;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static double square(double dx, double dy) {
        return dx * dx + dy * dy;
    }

    private static int direction(double dx, double dy) {
        return (int) Math.round(Math.atan2(dy, dx) * 128 / Math.PI) & 255;
    }
}
