package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.room.Room;
import dev.duplex.room.RoomHandler;
import dev.duplex.room.Tick;
import dev.duplex.testkit.InMemorySession;
import dev.duplex.testkit.ManualLane;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Rooms with a tick loop: players, ticks, views.
class RoomMetricsTest {
    private static final RoomHandler GAME =
            new RoomHandler() {
                @Override
                public void tick(Tick tick) {
                    if (tick.number() == 3) {
                        throw new IllegalStateException("a bug of the game");
                    }
                }

                @Override
                public Optional<Message> view(Session player, boolean whole) {
                    return Optional.of(Message.text("view"));
                }
            };

    private final Metrics metrics = Metrics.builder().jvm(false).build();
    private final RoomMetrics rooms = new RoomMetrics(metrics);
    private final ManualLane lane = new ManualLane();

    /// What the lane's time does not know of.
    private long away;

    private Room room(String name) {
        return Room.builder(GAME)
                .ticksPerSecond(10)
                .catchUp(1)
                .players(1)
                .inputs(1)
                .observer(rooms.room(name))
                .lane(lane)
                .nanoTime(() -> lane.nanoTime() + away)
                .start();
    }

    private void period(InMemorySession player) {
        lane.pass(Duration.ofMillis(100));
        player.lane().runAll();
    }

    @Test
    void whatARoomDoesIsCounted() {
        Room room = room("game");
        InMemorySession player = InMemorySession.open(room.endpoint());
        InMemorySession.open(room.endpoint());
        lane.runAll();
        player.lane().runAll();
        player.peerSends("input");
        player.full(true);
        period(player);
        player.full(false);
        period(player);
        away = Duration.ofMillis(500).toNanos();
        period(player);
        try (Running running = new Running(metrics, it -> it)) {
            Exposition scraped = running.scrape();
            assertThat(scraped.value("duplex_room_players", "room", "game")).isOne();
            assertThat(scraped.value("duplex_room_refused_total", "room", "game")).isOne();
            assertThat(scraped.value("duplex_room_inputs_held_back_total", "room", "game")).isOne();
            // 0, 1, 2; then 7, which is late, and 8.
            assertThat(scraped.value("duplex_room_ticks_total", "room", "game")).isEqualTo(5);
            assertThat(scraped.value("duplex_room_ticks_late_total", "room", "game")).isOne();
            assertThat(scraped.value("duplex_room_ticks_skipped_total", "room", "game"))
                    .isEqualTo(4);
            assertThat(scraped.value("duplex_room_tick_seconds_count", "room", "game"))
                    .isEqualTo(5);
            assertThat(scraped.value("duplex_room_ticks_failed_total", "room", "game")).isZero();
            assertThat(scraped.value("duplex_room_views_withheld_total", "room", "game"))
                    .isEqualTo(2);
            assertThat(scraped.value("duplex_room_views_total", "room", "game")).isEqualTo(3);
        }
    }

    @Test
    void failuresAndDeparturesAreCounted() {
        Room room = room("game");
        InMemorySession player = InMemorySession.open(room.endpoint());
        lane.runAll();
        for (int i = 0; i < 3; i++) {
            period(player);
        }
        room.close();
        lane.runAll();
        try (Running running = new Running(metrics, it -> it)) {
            Exposition scraped = running.scrape();
            assertThat(scraped.value("duplex_room_ticks_failed_total", "room", "game")).isOne();
            assertThat(scraped.value("duplex_room_players", "room", "game")).isZero();
        }
    }

    @Test
    void thereIsOneForEachMetricsAndOneObserverForEachName() {
        assertThat(rooms.room("a")).isSameAs(rooms.room("a")).isNotSameAs(rooms.room("b"));
        assertThatIllegalArgumentException().isThrownBy(() -> new RoomMetrics(metrics));
    }
}
