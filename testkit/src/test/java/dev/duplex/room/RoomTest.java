package dev.duplex.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.testkit.InMemorySession;
import dev.duplex.testkit.ManualLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A room whose lane and clock the test drives: joining, inputs, ticks, views, its end.
class RoomTest {
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final ManualLane lane = new ManualLane();
    private final RecordingGame game = new RecordingGame();
    private final List<InMemorySession> sessions = new ArrayList<>();

    /// How long the handler has kept the lane, which the lane's own time does not know of.
    private long busy;

    private Room room(RoomHandler handler, UnaryOperator<Room.Builder> change) {
        return change.apply(
                        Room.builder(handler)
                                .name("test")
                                .ticksPerSecond(10)
                                .lane(lane)
                                .nanoTime(() -> lane.nanoTime() + busy))
                .start();
    }

    private Room room() {
        return room(game, it -> it);
    }

    private InMemorySession join(Room room) {
        InMemorySession session = InMemorySession.open(room.endpoint());
        sessions.add(session);
        return session;
    }

    /// Lets one period pass, and the sessions' loops do what waits for them.
    private void period() {
        settle();
        lane.pass(PERIOD);
        settle();
    }

    private void settle() {
        lane.runAll();
        sessions.forEach(it -> it.lane().runAll());
    }

    // --- joining and leaving

    @Test
    void whoJoinsIsToldOfAndShownTheWholeFirst() {
        InMemorySession player = join(room());
        assertThat(game.heard).isEmpty();
        settle();
        assertThat(game.news()).containsExactly("joined p1", "tick");
        assertThat(player.sentText()).containsExactly("whole 0");
        period();
        assertThat(player.sentText()).containsExactly("whole 0", "part 1");
    }

    @Test
    void whoLeavesIsToldOfOnceAndWhatItHadSentIsDropped() {
        Room room = room();
        InMemorySession player = join(room);
        join(room);
        lane.runAll();
        game.news();
        player.peerSends("too late");
        player.peerCloses(new CloseReason(1001, ""));
        period();
        assertThat(game.news()).containsExactly("left p1 1001", "tick");
        assertThat(room.players()).isOne();
    }

    @Test
    void whoComesAndGoesBeforeTheRoomLooksIsHeardOfAsBoth() {
        Room room = room();
        join(room).peerCloses(CloseReason.NORMAL);
        period();
        assertThat(game.news()).startsWith("joined p1", "left p1 1000");
        assertThat(room.players()).isZero();
    }

    @Test
    void aFullRoomSaysSo() {
        Counting observer = new Counting();
        Room room = room(game, it -> it.players(1).observer(observer));
        InMemorySession first = join(room);
        InMemorySession second = join(room);
        second.lane().runAll();
        assertThat(second.closed()).contains(new CloseReason(1013, "the room is full"));
        assertThat(observer.refused).isOne();
        first.peerCloses(CloseReason.NORMAL);
        assertThat(room.players()).as("a place is free when the room knows").isOne();
        lane.runAll();
        InMemorySession third = join(room);
        third.lane().runAll();
        assertThat(third.closed()).isEmpty();
    }

    @Test
    void nobodyThereNoTicks() {
        Room room = room();
        period();
        assertThat(lane.alarms()).isZero();
        InMemorySession player = join(room);
        lane.runAll();
        player.peerCloses(CloseReason.NORMAL);
        period();
        int ticks = game.ticks.size();
        assertThat(lane.alarms()).isZero();
        lane.pass(Duration.ofHours(1));
        join(room);
        lane.runAll();
        assertThat(game.ticks).hasSize(ticks + 1);
        assertThat(game.ticks.getLast())
                .as("the clock stood still")
                .isEqualTo(new Tick(ticks, 0, 0, PERIOD.toNanos()));
    }

    @Test
    void aRoomThatDoesNotPauseTicksForNobody() {
        room(game, it -> it.pausesWhenEmpty(false));
        lane.pass(Duration.ofSeconds(1));
        assertThat(game.ticks).extracting(Tick::number).containsExactly(numbers(0, 10));
    }

    private static Long[] numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toArray(Long[]::new);
    }

    // --- inputs

    @Test
    void inputsComeAtTheBeginningOfATickByPlayerInTheirOrder() {
        Room room = room();
        InMemorySession first = join(room);
        InMemorySession second = join(room);
        lane.runAll();
        game.news();
        second.peerSends("a");
        first.peerSends("b");
        second.peerSends("c");
        assertThat(game.heard).isEmpty();
        period();
        assertThat(game.news()).containsExactly("p1: b", "p2: a", "p2: c", "tick");
    }

    @Test
    void whatIsTakenBeforeTheRoomIsNoInput() {
        InMemorySession player =
                InMemorySession.open(
                        room().endpoint((session, message) -> {
                            boolean ping = message.string().equals("ping");
                            if (ping) {
                                session.send("pong");
                            }
                            return ping;
                        }));
        lane.runAll();
        player.peerSends("ping");
        player.peerSends("input");
        assertThat(player.sentText()).containsExactly("pong");
        lane.pass(PERIOD);
        assertThat(game.news()).containsExactly("joined p1", "tick", "p1: input", "tick");
    }

    @Test
    void aFullInboxStopsReadingUntilATickHasTakenIt() {
        Counting observer = new Counting();
        InMemorySession player = join(room(game, it -> it.inputs(3).observer(observer)));
        lane.runAll();
        for (int i = 0; i < 5; i++) {
            player.peerSends("i" + i);
        }
        assertThat(player.isReading()).isFalse();
        assertThat(player.unread()).isEqualTo(2);
        assertThat(observer.heldBack).isOne();
        period();
        assertThat(player.isReading()).isTrue();
        assertThat(game.news()).contains("p1: i0", "p1: i1", "p1: i2").doesNotContain("p1: i3");
        period();
        assertThat(game.news()).containsExactly("p1: i3", "p1: i4", "tick");
    }

    @Test
    void anInboxIsFullByItsBytesToo() {
        InMemorySession player = join(room(game, it -> it.inputBytes(10)));
        lane.runAll();
        player.peerSends("123456789");
        assertThat(player.isReading()).isTrue();
        player.peerSends("a message may go beyond");
        assertThat(player.isReading()).isFalse();
        period();
        assertThat(player.isReading()).isTrue();
        player.peerSends("123456789");
        assertThat(player.isReading()).as("what was taken does not count").isTrue();
    }

    // --- time

    @Test
    void aLateRoomMakesUpForSomeTicksAndSkipsTheOthers() {
        Counting observer = new Counting();
        RoomHandler slow =
                new RecordingGame() {
                    @Override
                    public void tick(Tick tick) {
                        super.tick(tick);
                        game.ticks.add(tick);
                        busy += tick.number() == 1 ? Duration.ofSeconds(2).toNanos() : 0;
                    }
                };
        join(room(slow, it -> it.catchUp(2).observer(observer)));
        lane.runAll();
        lane.pass(PERIOD);
        assertThat(game.ticks).extracting(Tick::number).containsExactly(0L, 1L, 19L, 20L, 21L);
        assertThat(game.ticks).extracting(Tick::skipped).containsExactly(0L, 0L, 17L, 0L, 0L);
        assertThat(observer.ticks).isEqualTo(5);
        assertThat(observer.skipped).isEqualTo(17);
        assertThat(observer.late).isEqualTo(2);
        assertThat(observer.longest).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    // --- views

    @Test
    void whoHasNoRoomGetsALaterViewWholeAndNoQueue() {
        Counting observer = new Counting();
        Room room = room(game, it -> it.observer(observer));
        InMemorySession slow = join(room);
        InMemorySession quick = join(room);
        period();
        slow.full(true);
        period();
        period();
        slow.full(false);
        period();
        assertThat(slow.sentText()).containsExactly("whole 0", "part 1", "whole 4");
        assertThat(quick.sentText())
                .containsExactly("whole 0", "part 1", "part 2", "part 3", "part 4");
        assertThat(observer.withheld).isEqualTo(2);
        assertThat(observer.views).isEqualTo(8);
    }

    @Test
    void aViewThatFindsTheQueueFullAfterAllIsFollowedByAWholeOne() {
        InMemorySession player = join(room());
        period();
        lane.pass(PERIOD);
        player.full(true);
        player.lane().runAll();
        player.full(false);
        period();
        assertThat(player.sentText()).containsExactly("whole 0", "part 1", "whole 3");
    }

    @Test
    void aSessionWhoseLoopIsBusyGetsNoSecondViewMeanwhile() {
        InMemorySession player = join(room());
        lane.pass(PERIOD.multipliedBy(3));
        player.lane().runAll();
        assertThat(player.sentText()).containsExactly("whole 0");
        period();
        assertThat(player.sentText()).containsExactly("whole 0", "whole 4");
    }

    @Test
    void whoDoesNotKeepUpIsShownTheWholeLater() {
        RoomHandler careful =
                new RecordingGame() {
                    @Override
                    public boolean keepsUp(Session player) {
                        return ticks.getLast().number() != 2;
                    }
                };
        Counting observer = new Counting();
        InMemorySession player = join(room(careful, it -> it.observer(observer)));
        for (int i = 0; i < 4; i++) {
            period();
        }
        assertThat(player.sentText()).containsExactly("whole 0", "part 1", "whole 3", "part 4");
        assertThat(observer.withheld).isOne();
    }

    @Test
    void whoIsShownNothingIsAskedForAsWholeUntilThereIsSomething() {
        List<Boolean> asked = new ArrayList<>();
        RoomHandler shy =
                new RecordingGame() {
                    @Override
                    public Optional<Message> view(Session player, boolean whole) {
                        asked.add(whole);
                        return asked.size() == 2
                                ? super.view(player, whole)
                                : Optional.<Message>empty();
                    }
                };
        join(room(shy, it -> it));
        for (int i = 0; i < 3; i++) {
            period();
        }
        assertThat(asked).as("then it has all there is").containsExactly(true, true, false, false);
    }

    // --- what throws

    @Test
    void aTickThatFailsShowsNothingAndTheNextIsWhole() {
        Counting observer = new Counting();
        RoomHandler faulty =
                new RecordingGame() {
                    @Override
                    public void tick(Tick tick) {
                        super.tick(tick);
                        if (tick.number() == 2) {
                            throw new IllegalStateException("a bug of the game");
                        }
                    }
                };
        InMemorySession player = join(room(faulty, it -> it.observer(observer)));
        for (int i = 0; i < 4; i++) {
            period();
        }
        assertThat(player.sentText()).containsExactly("whole 0", "part 1", "whole 3", "part 4");
        assertThat(observer.failed).isOne();
        assertThat(observer.ticks).isEqualTo(5);
    }

    @Test
    void aRoomThatOnlyFailsClosesItself() {
        RoomHandler broken =
                new RecordingGame() {
                    @Override
                    public void tick(Tick tick) {
                        throw new IllegalStateException("a bug of the game");
                    }

                    @Override
                    public void closed() {
                        game.closed();
                    }
                };
        Room room = room(broken, it -> it);
        InMemorySession player = join(room);
        lane.pass(PERIOD.multipliedBy(Room.MAX_FAILURES - 2));
        assertThat(room.isClosed()).isFalse();
        period();
        assertThat(room.isClosed()).isTrue();
        assertThat(player.closed()).contains(new CloseReason(1011, "internal error"));
        assertThat(game.news()).containsExactly("closed");
        assertThat(lane.alarms()).isZero();
    }

    @Test
    void whatIsThrownForAPlayerCostsThatPlayerOnly() {
        RoomHandler picky =
                new RecordingGame() {
                    @Override
                    public void input(Session player, Message input) {
                        throw new IllegalArgumentException(input.string());
                    }
                };
        Room room = room(picky, it -> it);
        InMemorySession bad = join(room);
        InMemorySession good = join(room);
        period();
        bad.peerSends("nonsense");
        period();
        period();
        assertThat(bad.closed()).contains(new CloseReason(1011, "internal error"));
        assertThat(good.closed()).isEmpty();
        assertThat(good.sentText()).containsExactly("whole 0", "part 1", "part 2", "part 3");
        assertThat(room.players()).isOne();
    }

    @Test
    void anObserverThatThrowsChangesNothing() {
        RoomObserver broken =
                new RoomObserver() {
                    @Override
                    public void joined() {
                        throw new IllegalStateException("a bug of the observer");
                    }

                    @Override
                    public void ticked(Tick tick, long nanos) {
                        throw new IllegalStateException("a bug of the observer");
                    }
                };
        InMemorySession player = join(room(game, it -> it.observer(broken)));
        period();
        assertThat(player.sentText()).containsExactly("whole 0", "part 1");
    }

    // --- the end

    @Test
    void aClosedRoomLetsAllGoAndTakesNobody() {
        Room room = room();
        InMemorySession player = join(room);
        period();
        game.news();
        room.close();
        room.close();
        period();
        assertThat(game.news()).containsExactly("left p1 1001", "closed");
        assertThat(player.closed()).contains(CloseReason.GOING_AWAY);
        InMemorySession late = join(room);
        period();
        assertThat(late.closed()).contains(CloseReason.GOING_AWAY);
        assertThat(game.news()).isEmpty();
        assertThat(room.players()).isZero();
    }

    @Test
    void aRoomWhoseLaneHasEndedIsClosed() {
        Room room = room();
        InMemorySession player = join(room);
        period();
        lane.end();
        InMemorySession late = join(room);
        late.lane().runAll();
        assertThat(late.closed()).contains(CloseReason.GOING_AWAY);
        room.close();
        player.lane().runAll();
        assertThat(player.closed()).contains(CloseReason.GOING_AWAY);
        assertThat(game.heard).endsWith("left p1 1001", "closed");
    }

    @Test
    void whatCannotBeIsRefused() {
        Room.Builder builder = Room.builder(game);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.ticksPerSecond(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.ticksPerSecond(1001));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.players(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.inputs(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.inputBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.catchUp(-1));
    }

    /// Sums up what an observer is told.
    private static final class Counting implements RoomObserver {
        int refused;
        int heldBack;
        int ticks;
        int late;
        long skipped;
        long longest;
        int failed;
        int views;
        int withheld;

        @Override
        public void refused() {
            refused++;
        }

        @Override
        public void heldBack() {
            heldBack++;
        }

        @Override
        public void ticked(Tick tick, long nanos) {
            ticks++;
            late += tick.isLate() ? 1 : 0;
            skipped += tick.skipped();
            longest = Math.max(longest, nanos);
        }

        @Override
        public void failed() {
            failed++;
        }

        @Override
        public void shown(int views, int withheld) {
            this.views += views;
            this.withheld += withheld;
        }
    }
}
