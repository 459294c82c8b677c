package dev.duplex.app.arena;

import java.util.Optional;
import java.util.random.RandomGenerator;

/// The game: a world, its bots, who flies in it, and what all are shown. Bytes in and out; one thread at a time.
final class Match {
    private final Frames frames = new Frames();
    private final World world;
    private final Bots bots;
    private Scene scene;
    private byte[] changes;

    Match(RandomGenerator random) {
        world = new World(random);
        bots = new Bots(world, random);
        scene = world.scene(0);
        changes = frames.tick(scene);
    }

    Pilot enter() {
        return new Pilot(world.tick());
    }

    void leave(Pilot pilot) {
        pilot.ship.ifPresent(world::leave);
        pilot.ship = Optional.empty();
    }

    /// A pilot wants a ship, or another name for the one that it has.
    ///
    /// @return the welcome; empty if there is no ship left
    Optional<byte[]> hello(Pilot pilot, Request.Hello hello) {
        String name = Names.shown(hello.name());
        if (pilot.ship.isEmpty()) {
            pilot.ship = world.enter(name, false);
            // Before it had a ship there was nothing to see.
            pilot.saw(world.tick(), world.tick());
        }
        pilot.ship.ifPresent(it -> it.name = name);
        return pilot.ship.map(Frames::welcome);
    }

    void steer(Pilot pilot, Steering steering) {
        pilot.saw(steering.seen(), world.tick());
        pilot.ship.ifPresent(it -> world.steer(it, steering));
    }

    void bots(Request.Bots wanted) {
        bots.count(wanted.count());
    }

    void tick() {
        bots.act();
        world.step();
        scene = world.scene(bots.count());
        changes = frames.tick(scene);
    }

    boolean keepsUp(Pilot pilot) {
        return pilot.keepsUp(world.tick());
    }

    /// A pilot is shown what there is after the last tick.
    void shows(Pilot pilot) {
        pilot.isShown(world.tick());
    }

    /// What goes on, for who does not play.
    ///
    /// @param players who fly a ship
    Glance glance(int players) {
        return Glance.of(players, bots.count(), world.ships());
    }

    /// What changed in the last tick.
    byte[] changes() {
        return changes.clone();
    }

    /// The world as it was after the last tick.
    byte[] whole() {
        return Frames.whole(scene);
    }
}
