package dev.duplex.app.arena;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The rules: where ships, bolts and sparks are, and what becomes of them. Knows no player, no network and no clock; one thread at a
/// time.
///
/// A ship moves by steps that its player asks for ([#steer]), each as long as a tick: not more of them than there were ticks, but
/// for some that had been held up on the way. So no client is faster than another, whatever it sends.
final class World {
    private static final double STEP = (double) Rules.SPEED / Rules.TICKS_PER_SECOND;
    private static final int TRIES = 8;
    private static final int BOLT_IDS = 1 << 16;

    private final RandomGenerator random;
    private final TreeMap<Integer, Ship> ships = new TreeMap<>();
    private final List<Bolt> bolts = new ArrayList<>();
    private final Spark[] sparks = new Spark[Rules.SPARKS];
    private final List<Bolt> fired = new ArrayList<>();
    private final List<Bolt> hits = new ArrayList<>();
    private int bolt;
    private long tick;

    World(RandomGenerator random) {
        this.random = random;
        Arrays.setAll(sparks, _ -> spark());
    }

    // --- what there is

    long tick() {
        return tick;
    }

    /// In the order of their ids.
    Collection<Ship> ships() {
        return Collections.unmodifiableCollection(ships.values());
    }

    /// Those that fly.
    List<Bolt> bolts() {
        return Collections.unmodifiableList(bolts);
    }

    List<Spark> sparks() {
        return List.of(sparks);
    }

    /// What is to be shown after a tick; what was shot before it is told by the first call only.
    Scene scene(int bots) {
        Scene scene =
                new Scene(
                        tick,
                        bots,
                        ships(),
                        List.copyOf(bolts),
                        List.copyOf(fired),
                        List.copyOf(hits),
                        sparks());
        fired.clear();
        return scene;
    }

    // --- coming and going

    /// A new ship; empty if there is no room for one.
    Optional<Ship> enter(String name, boolean bot) {
        int id = 0;
        while (ships.containsKey(id)) {
            id++;
        }
        if (id >= Rules.MAX_SHIPS) {
            return Optional.empty();
        }
        Ship ship = new Ship(id, name, bot);
        place(ship);
        ships.put(id, ship);
        return Optional.of(ship);
    }

    void leave(Ship ship) {
        ships.remove(ship.id, ship);
    }

    /// Puts a ship where few others are, as far as some tries find such a place.
    private void place(Ship ship) {
        double best = -1;
        for (int i = 0; i < TRIES; i++) {
            double x = random.nextDouble(Rules.RADIUS, Rules.WIDTH - Rules.RADIUS);
            double y = random.nextDouble(Rules.RADIUS, Rules.HEIGHT - Rules.RADIUS);
            double free = distanceToNearest(x, y);
            if (free > best) {
                best = free;
                ship.x = x;
                ship.y = y;
            }
        }
        ship.health = Rules.HEALTH;
        ship.shieldUntil = tick + Rules.SHIELD_TICKS;
    }

    private double distanceToNearest(double x, double y) {
        return ships.values().stream()
                .filter(it -> !it.isDown())
                .mapToDouble(it -> Math.hypot(it.x - x, it.y - y))
                .min()
                .orElse(Rules.WIDTH);
    }

    private Spark spark() {
        return new Spark(
                random.nextDouble(Rules.RADIUS, Rules.WIDTH - Rules.RADIUS),
                random.nextDouble(Rules.RADIUS, Rules.HEIGHT - Rules.RADIUS));
    }

    // --- what players do

    /// Carries out one step, if the ship has one left.
    void steer(Ship ship, Steering steering) {
        ship.steps = steering.number();
        if (ship.credit == 0) {
            return;
        }
        ship.credit--;
        if (ship.isDown()) {
            return;
        }
        ship.aim = steering.aim();
        // Nobody is faster along a diagonal, or by larger numbers.
        double length = Math.max(1, Math.hypot(steering.dx(), steering.dy()) / Steering.FULL);
        ship.x = Rules.within(ship.x + STEP * steering.dx() / Steering.FULL / length, Rules.WIDTH);
        ship.y = Rules.within(ship.y + STEP * steering.dy() / Steering.FULL / length, Rules.HEIGHT);
        if (steering.fire() && tick >= ship.loadedAt) {
            fire(ship);
        }
    }

    private void fire(Ship ship) {
        ship.loadedAt = tick + Rules.RELOAD_TICKS;
        bolt = (bolt + 1) % BOLT_IDS;
        double x = ship.x + Rules.cos(ship.aim) * Rules.RADIUS;
        double y = ship.y + Rules.sin(ship.aim) * Rules.RADIUS;
        // It is there at the end of this tick.
        Bolt shot = new Bolt(bolt, ship, x, y, ship.aim, tick + 1);
        bolts.add(shot);
        fired.add(shot);
    }

    // --- a tick

    /// Moves on by one tick all that moves by itself.
    void step() {
        tick++;
        hits.clear();
        for (Ship ship : ships.values()) {
            ship.credit = Math.min(ship.credit + 1, Rules.MAX_CREDIT);
            if (ship.isDown() && tick >= ship.backAt) {
                place(ship);
            }
        }
        for (Iterator<Bolt> each = bolts.iterator(); each.hasNext(); ) {
            Bolt flying = each.next();
            if (hits(flying)) {
                hits.add(flying);
                each.remove();
            } else if (flying.isOver(tick)) {
                each.remove();
            }
        }
        ships.values().forEach(this::collect);
    }

    private boolean hits(Bolt flying) {
        double x = flying.xAt(tick);
        double y = flying.yAt(tick);
        for (Ship ship : ships.values()) {
            if (!ship.isDown()
                    && !ship.equals(flying.owner())
                    && Math.hypot(ship.x - x, ship.y - y) <= Rules.RADIUS) {
                hit(ship, flying.owner());
                return true;
            }
        }
        return false;
    }

    private void hit(Ship ship, Ship by) {
        if (ship.isShielded(tick)) {
            return;
        }
        ship.health--;
        if (ship.isDown()) {
            ship.backAt = tick + Rules.DOWN_TICKS;
            by.score += Rules.HIT_SCORE;
        }
    }

    private void collect(Ship ship) {
        for (int i = 0; i < sparks.length && !ship.isDown(); i++) {
            if (Math.hypot(ship.x - sparks[i].x(), ship.y - sparks[i].y()) <= Rules.REACH) {
                ship.score += Rules.SPARK_SCORE;
                sparks[i] = spark();
            }
        }
    }
}
