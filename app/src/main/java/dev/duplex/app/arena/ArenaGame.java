package dev.duplex.app.arena;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.room.RoomHandler;
import dev.duplex.room.Tick;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The game in its room: what players send goes into the match, and all are shown the same, encoded once a tick.
final class ArenaGame implements RoomHandler {
    private static final CloseReason MALFORMED =
            new CloseReason(1008, "no client of this game sends that");
    private static final CloseReason NO_SHIP = new CloseReason(1013, "there are no ships left");

    /// Between two glances: five of them a second.
    private static final int GLANCE_TICKS = Rules.TICKS_PER_SECOND / 5;

    private final Map<Session, Pilot> pilots = new HashMap<>();
    private final Match match;
    private Message changes = Message.binary(new byte[0]);
    private Optional<Message> whole = Optional.empty();
    private volatile Glance glance = Glance.NOTHING;

    ArenaGame(RandomGenerator random) {
        match = new Match(random);
    }

    @Override
    public void joined(Session player) {
        pilots.put(player, match.enter());
    }

    @Override
    public void left(Session player, CloseReason reason) {
        match.leave(pilot(player));
        pilots.remove(player);
        // It may be the last, after whom there is no tick.
        look();
    }

    private Pilot pilot(Session player) {
        return Objects.requireNonNull(pilots.get(player), "it has joined");
    }

    @Override
    public void input(Session player, Message input) {
        Optional<Request> request =
                input.isText() ? Optional.empty() : Requests.read(input.buffer());
        if (request.isEmpty()) {
            player.close(MALFORMED);
        } else if (player.isOpen()) {
            act(player, request.get());
        }
    }

    private void act(Session player, Request request) {
        Pilot pilot = pilot(player);
        switch (request) {
            case Request.Hello hello ->
                    match.hello(pilot, hello)
                            .ifPresentOrElse(player::send, () -> player.close(NO_SHIP));
            case Request.Bots bots -> match.bots(bots);
            case Steering steering -> match.steer(pilot, steering);
        }
    }

    @Override
    public void tick(Tick tick) {
        match.tick();
        changes = Message.binary(match.changes());
        whole = Optional.empty();
        if (tick.number() % GLANCE_TICKS == 0) {
            look();
        }
    }

    private void look() {
        long players = pilots.values().stream().filter(it -> it.ship.isPresent()).count();
        glance = match.glance((int) players);
    }

    /// What goes on, as it was a moment ago. Any thread.
    Glance glance() {
        return glance;
    }

    @Override
    public boolean keepsUp(Session player) {
        return match.keepsUp(pilot(player));
    }

    @Override
    public Optional<Message> view(Session player, boolean whole) {
        Pilot pilot = pilot(player);
        if (pilot.ship.isEmpty()) {
            return Optional.empty();
        }
        match.shows(pilot);
        if (whole && this.whole.isEmpty()) {
            this.whole = Optional.of(Message.binary(match.whole()));
        }
        return whole ? this.whole : Optional.of(changes);
    }
}
