package dev.duplex.app.arena;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.room.RoomHandler;
import dev.duplex.room.Tick;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The game in its room: what players send steers ships, and all are shown the same world, encoded once a tick.
final class ArenaGame implements RoomHandler {
    /// How far behind a player may be until it is shown nothing more: two seconds.
    static final int MAX_UNSEEN = 2 * Rules.TICKS_PER_SECOND;

    private static final CloseReason MALFORMED =
            new CloseReason(1008, "no client of this game sends that");
    private static final CloseReason NO_SHIP = new CloseReason(1013, "there are no ships left");

    /// Who sees and flies once it has said hello.
    private static final class Pilot {
        Optional<Ship> ship = Optional.empty();
        long seen;
    }

    private final Map<Session, Pilot> pilots = new HashMap<>();
    private final Frames frames = new Frames();
    private final World world;
    private final Bots bots;
    private Scene scene;
    private Message changes;
    private Optional<Message> whole = Optional.empty();

    ArenaGame(RandomGenerator random) {
        world = new World(random);
        bots = new Bots(world, random);
        scene = world.scene(0);
        changes = Message.binary(frames.tick(scene));
    }

    @Override
    public void joined(Session player) {
        Pilot pilot = new Pilot();
        pilot.seen = world.tick();
        pilots.put(player, pilot);
    }

    @Override
    public void left(Session player, CloseReason reason) {
        Optional.ofNullable(pilots.remove(player))
                .flatMap(it -> it.ship)
                .ifPresent(world::leave);
    }

    @Override
    public void input(Session player, Message input) {
        Optional<Request> request =
                input.isText() ? Optional.empty() : Requests.read(input.buffer());
        Pilot pilot = pilots.get(player);
        if (request.isEmpty()) {
            player.close(MALFORMED);
        } else if (pilot != null && player.isOpen()) {
            act(player, pilot, request.get());
        }
    }

    private void act(Session player, Pilot pilot, Request request) {
        switch (request) {
            case Request.Hello(String name) -> hello(player, pilot, Names.shown(name));
            case Request.Bots(int count) -> bots.count(count);
            case Steering steering -> {
                pilot.seen = Math.clamp(steering.seen(), pilot.seen, world.tick());
                pilot.ship.ifPresent(it -> world.steer(it, steering));
            }
        }
    }

    private void hello(Session player, Pilot pilot, String name) {
        if (pilot.ship.isEmpty()) {
            pilot.ship = world.enter(name, false);
        }
        pilot.ship.ifPresentOrElse(
                ship -> {
                    ship.name = name;
                    player.send(Frames.welcome(ship));
                },
                () -> player.close(NO_SHIP));
    }

    @Override
    public void tick(Tick tick) {
        bots.act();
        world.step();
        scene = world.scene(bots.count());
        changes = Message.binary(frames.tick(scene));
        whole = Optional.empty();
    }

    @Override
    public boolean keepsUp(Session player) {
        Pilot pilot = pilots.get(player);
        return pilot != null && world.tick() - pilot.seen <= MAX_UNSEEN;
    }

    @Override
    public Optional<Message> view(Session player, boolean whole) {
        Pilot pilot = pilots.get(player);
        if (pilot == null || pilot.ship.isEmpty()) {
            return Optional.empty();
        }
        if (!whole) {
            return Optional.of(changes);
        }
        if (this.whole.isEmpty()) {
            this.whole = Optional.of(Message.binary(Frames.whole(scene)));
        }
        return this.whole;
    }
}
