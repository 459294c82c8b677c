package dev.duplex.app.arena;

import static dev.duplex.app.arena.SharedBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.room.Room;
import dev.duplex.testkit.InMemorySession;
import dev.duplex.testkit.ManualLane;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The game in its room: what a player gets for what it sends, and what one that cheats does.
class ArenaGameTest {
    private static final Duration TICK = Duration.ofNanos(1_000_000_000L / Rules.TICKS_PER_SECOND);

    private final ManualLane lane = new ManualLane();
    private final ArenaGame game = new ArenaGame(new Random(11));
    private final Room room =
            Room.builder(game)
                    .ticksPerSecond(Rules.TICKS_PER_SECOND)
                    .players(2)
                    .lane(lane)
                    .nanoTime(lane::nanoTime)
                    .start();
    private final List<InMemorySession> sessions = new ArrayList<>();

    private InMemorySession join() {
        InMemorySession session = InMemorySession.open(room.endpoint(Arena::answersAtOnce));
        sessions.add(session);
        settle();
        return session;
    }

    private void settle() {
        lane.runAll();
        sessions.forEach(it -> it.lane().runAll());
    }

    private void tick() {
        settle();
        lane.pass(TICK);
        settle();
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            tick();
        }
    }

    private InMemorySession pilot() {
        InMemorySession session = join();
        session.peerSends(Message.binary(bytes("hello")));
        tick();
        return session;
    }

    private static int type(Message message) {
        return message.buffer().get();
    }

    private static long tickOf(Message message) {
        return Integer.toUnsignedLong(message.buffer().getInt(1));
    }

    private static Message steering(int number, int dx, long seen) {
        return Message.binary(
                ByteBuffer.allocate(11)
                        .put((byte) Requests.STEERING)
                        .putShort((short) number)
                        .put((byte) dx)
                        .put((byte) 0)
                        .put((byte) 0)
                        .put((byte) 0)
                        .putInt((int) seen)
                        .array());
    }

    @Test
    void whoSaysHelloIsWelcomedAndSeesTheWholeThenChanges() {
        InMemorySession player = join();
        tick();
        assertThat(player.sent()).isEmpty();
        player.peerSends(Message.binary(bytes("hello")));
        tick();
        tick();
        assertThat(player.sent()).extracting(ArenaGameTest::type).containsExactly(0x11, 0x12, 0x13);
        assertThat(tickOf(player.sent().get(2))).isEqualTo(tickOf(player.sent().get(1)) + 1);
    }

    @Test
    void aPingIsAnsweredAtOnceAndNotByTheRoom() {
        InMemorySession player = join();
        player.peerSends(Message.binary(bytes("ping")));
        assertThat(player.sent().getLast().bytes()).isEqualTo(bytes("ping"));
    }

    @Test
    void everybodyIsShownTheSameMessage() {
        InMemorySession first = pilot();
        InMemorySession second = pilot();
        tick();
        assertThat(first.sent().getLast()).isSameAs(second.sent().getLast());
    }

    @Test
    void malformedMessagesEndTheSession() {
        InMemorySession player = pilot();
        player.peerSends(Message.binary(new byte[] {2, 0, 0}));
        tick();
        tick();
        assertThat(player.closed())
                .contains(new CloseReason(1008, "no client of this game sends that"));
        assertThat(player.failures()).isEmpty();
    }

    @Test
    void textIsMalformedToo() {
        InMemorySession player = join();
        player.peerSends("{\"x\":1,\"y\":1}");
        tick();
        tick();
        assertThat(player.closed()).map(CloseReason::code).contains(1008);
    }

    @Test
    void aSecondOneBesidesTheMalformedDoesNothing() {
        InMemorySession player = join();
        player.peerSends(Message.binary(new byte[] {9}));
        player.peerSends(Message.binary(bytes("hello")));
        tick();
        assertThat(player.sent()).extracting(ArenaGameTest::type).doesNotContain(0x11);
    }

    @Test
    void theFloodOfAClientIsLeftUnreadAndMovesItNoFurther() {
        InMemorySession player = pilot();
        for (int i = 0; i < 1000; i++) {
            player.peerSends(steering(i, 127, 0));
        }
        assertThat(player.isReading()).isFalse();
        assertThat(player.unread()).isGreaterThan(900);
        tick();
        ByteBuffer changes = player.sent().getLast().buffer();
        // One ship has changed: its id, its fields, its place.
        assertThat(changes.get(6)).isOne();
        assertThat(changes.get(8)).isEqualTo((byte) (Frames.POSITION | Frames.STEPS));
    }

    @Test
    void whoTellsOfATickThatHasNotBeenIsShownNoMoreForIt() {
        InMemorySession player = pilot();
        player.peerSends(steering(1, 0, 0xffff_ffffL));
        ticks(2 * Pilot.MAX_UNSEEN);
        assertThat(player.sent().size()).isBetween(Pilot.MAX_UNSEEN, Pilot.MAX_UNSEEN + 6);
    }

    @Test
    void whoWasAwayIsShownTheWholeWhenItIsHeardOfThenChanges() {
        InMemorySession player = pilot();
        for (int time = 1; time <= 2; time++) {
            int before = player.sent().size();
            ticks(3 * Pilot.MAX_UNSEEN);
            int shown = player.sent().size();
            assertThat(shown - before).isBetween(Pilot.MAX_UNSEEN - 1, Pilot.MAX_UNSEEN + 6);
            long seen = tickOf(player.sent().getLast());
            // It has no later tick than what it was shown last.
            player.peerSends(steering(time, 0, seen));
            tick();
            assertThat(player.sent()).hasSize(shown + 1);
            assertThat(type(player.sent().getLast())).isEqualTo(0x12);
            assertThat(tickOf(player.sent().getLast())).isGreaterThan(seen + Pilot.MAX_UNSEEN);
            player.peerSends(steering(time, 0, tickOf(player.sent().getLast())));
            tick();
            assertThat(type(player.sent().getLast())).isEqualTo(0x13);
        }
    }

    @Test
    void whoStaysBehindIsShownOneViewInTwoSeconds() {
        InMemorySession player = pilot();
        ticks(3 * Pilot.MAX_UNSEEN);
        int shown = player.sent().size();
        long seen = tickOf(player.sent().getLast());
        for (int i = 0; i < 3 * Pilot.MAX_UNSEEN; i++) {
            player.peerSends(steering(i, 0, seen));
            tick();
        }
        assertThat(player.sent().subList(shown, player.sent().size()))
                .extracting(ArenaGameTest::type)
                .containsExactly(0x12, 0x12, 0x12);
    }

    @Test
    void whoLosesTheViewThatBringsItBackIsShownAnother() {
        InMemorySession player = pilot();
        ticks(3 * Pilot.MAX_UNSEEN);
        int shown = player.sent().size();
        long seen = tickOf(player.sent().getLast());
        player.peerSends(steering(1, 0, seen));
        lane.pass(TICK);
        // The view is on its way to the session, where there is no room any more.
        player.full(true);
        settle();
        player.full(false);
        assertThat(player.sent()).hasSize(shown);
        ticks(Pilot.MAX_UNSEEN);
        player.peerSends(steering(2, 0, seen));
        tick();
        assertThat(player.sent()).hasSize(shown + 1);
        assertThat(type(player.sent().getLast())).isEqualTo(0x12);
    }

    @Test
    void whoSaysHelloLateSeesTheWholeThenChanges() {
        InMemorySession player = join();
        ticks(Pilot.MAX_UNSEEN + 10);
        player.peerSends(Message.binary(bytes("hello")));
        ticks(2);
        assertThat(player.sent()).extracting(ArenaGameTest::type).containsExactly(0x11, 0x12, 0x13);
    }

    @Test
    void aSecondHelloIsAnotherNameForTheSameShip() {
        InMemorySession player = pilot();
        player.peerSends(Message.binary(new byte[] {1, 1, 'B', 'o', 'b'}));
        tick();
        ByteBuffer changes = player.sent().getLast().buffer();
        assertThat(changes.get(6)).isOne();
        assertThat(changes.get(8)).isEqualTo((byte) Frames.IDENTITY);
    }

    @Test
    void aShipGoesWithItsPlayer() {
        InMemorySession first = pilot();
        InMemorySession second = pilot();
        second.peerCloses(CloseReason.NORMAL);
        tick();
        ByteBuffer changes = first.sent().getLast().buffer();
        // No ship changed, one is gone, and it is number 1.
        assertThat(changes.get(6)).isZero();
        assertThat(changes.get(7)).isOne();
        assertThat(changes.get(8)).isOne();
    }

    @Test
    void botsComeAndGoForAll() {
        InMemorySession player = pilot();
        player.peerSends(Message.binary(bytes("bots")));
        tick();
        assertThat(player.sent().getLast().buffer().get(5)).isEqualTo((byte) 100);
        assertThat(player.sent().getLast().buffer().get(6)).isEqualTo((byte) 100);
    }

    @Test
    void aGlanceIsOfWhoFliesAndNotOfWhoLooks() {
        InMemorySession silent = join();
        InMemorySession player = pilot();
        player.peerSends(Message.binary(bytes("bots")));
        ticks(6);
        Glance glance = game.glance();
        assertThat(glance.players()).isOne();
        assertThat(glance.bots()).isEqualTo(100);
        assertThat(glance.spots()).hasSize(101);
        assertThat(glance.spots())
                .allSatisfy(it -> {
                    assertThat(it.x()).isBetween(0, Rules.WIDTH);
                    assertThat(it.y()).isBetween(0, Rules.HEIGHT);
                });
        player.peerCloses(CloseReason.NORMAL);
        silent.peerCloses(CloseReason.NORMAL);
        settle();
        assertThat(game.glance().players()).isZero();
    }
}
