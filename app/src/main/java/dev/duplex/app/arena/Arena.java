package dev.duplex.app.arena;

import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.WebSocketOptions;
import dev.duplex.app.services.Routes;
import dev.duplex.json.JsonObject;
import dev.duplex.room.Room;
import dev.duplex.room.RoomObserver;
import dev.duplex.websocket.deflate.DeflateOptions;
import java.util.random.RandomGenerator;

/// The arena, served: a room with the game, by binary WebSocket messages only.
public final class Arena implements AutoCloseable {
    /// Where it is.
    public static final String PATH = "/arena";

    /// The most players; with the bots there is a ship for each.
    static final int MAX_PLAYERS = Rules.MAX_SHIPS - Rules.MAX_BOTS;

    private static final int MESSAGE_BYTES = 256;

    /// Three steps for each tick, for two seconds at once.
    private static final int MESSAGES_PER_SECOND = 3 * Rules.TICKS_PER_SECOND;

    /// Some views: what waits longer is old when it arrives.
    private static final int QUEUE_BYTES = 16 << 10;

    private final ArenaGame game = new ArenaGame(RandomGenerator.getDefault());
    private final Room room;

    public Arena(RoomObserver observer) {
        room =
                Room.builder(game)
                        .name("arena")
                        .ticksPerSecond(Rules.TICKS_PER_SECOND)
                        .players(MAX_PLAYERS)
                        .observer(observer)
                        .start();
    }

    /// Adds it to a server to be.
    ///
    /// @param limits the server's, which it narrows
    public void mount(Routes routes, Limits limits) {
        routes.webSocket(
                PATH,
                room.endpoint(Arena::answersAtOnce),
                WebSocketOptions.DEFAULT
                        // Small frames thirty times a second: compressing them would cost more than
                        // it saves.
                        .withDeflate(DeflateOptions.OFF)
                        .withLimits(
                                limits.toBuilder()
                                        .messageBytes(MESSAGE_BYTES)
                                        .messagesPerSecond(MESSAGES_PER_SECOND)
                                        .queueBytes(QUEUE_BYTES)
                                        .build()));
    }

    /// Answers a ping with itself: so that a page measures the network, and not the tick.
    static boolean answersAtOnce(Session player, Message message) {
        boolean ping = !message.isText() && Requests.isPing(message.buffer());
        if (ping) {
            player.send(message);
        }
        return ping;
    }

    /// What goes on, in short, as JSON, for who does not play: how many do, where ships are (their numbers and places, three numbers each), and who
    /// leads. Any thread; it wakes nothing.
    public String glance() {
        Glance now = game.glance();
        StringBuilder json =
                new StringBuilder("{\"players\":")
                        .append(now.players())
                        .append(",\"bots\":")
                        .append(now.bots())
                        .append(",\"width\":")
                        .append(Rules.WIDTH)
                        .append(",\"height\":")
                        .append(Rules.HEIGHT);
        now.leader()
                .ifPresent(it ->
                        json.append(",\"leader\":")
                                .append(
                                        new JsonObject()
                                                .put("name", it.name())
                                                .put("score", it.score())));
        String comma = "";
        json.append(",\"ships\":[");
        for (Glance.Spot spot : now.spots()) {
            json.append(comma).append(spot.ship());
            json.append(',').append(spot.x()).append(',').append(spot.y());
            comma = ",";
        }
        return json.append("]}").toString();
    }

    @Override
    public void close() {
        room.close();
    }
}
