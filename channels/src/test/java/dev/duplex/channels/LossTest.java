package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.memory.MemoryEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// "Nothing is ever left out silently": whoever misses something is told, whenever it came.
class LossTest {
    private static final ChannelOptions STREAM =
            ChannelOptions.builder()
                    .history(10, Duration.ofMinutes(1))
                    .recovery(Recovery.STREAM)
                    .joinLeave(true)
                    .build();
    private static final ChannelOptions DROPPING =
            ChannelOptions.builder().delivery(Delivery.DROP).build();
    private static final ChannelOptions LOSSY =
            ChannelOptions.builder()
                    .history(10, Duration.ofMinutes(1))
                    .delivery(Delivery.DROP)
                    .build();

    private final List<Throwable> uncaught = new ArrayList<>();
    private final Engine memory = MemoryEngine.create();
    private final SlowStreams streams = new SlowStreams(memory.streams());
    private final ManualLane lane = new ManualLane();

    /// @param publications for how many a lane has room
    /// @param recovered how many a subscriber is brought up to date with
    private Hub hub(int publications, int recovered) {
        int each = HubLimits.ENTRY_BYTES + 1;
        return Hub.builder()
                .engine(new Engine(streams, memory.presence(), memory.cluster()))
                .namespaces(
                        Namespaces.of(
                                Map.of(
                                        "",
                                        ChannelOptions.TRANSIENT,
                                        "stream",
                                        STREAM,
                                        "drop",
                                        DROPPING,
                                        "lossy",
                                        LOSSY)))
                .limits(
                        HubLimits.builder()
                                .laneBytes((long) publications * each)
                                .drainBudget(64)
                                .channelNameBytes(255)
                                .recoverPublications(recovered)
                                .historyPublications(100)
                                .historyPageBytes(1 << 20)
                                .latestKeys(10)
                                .presenceMembers(100)
                                .build())
                .uncaught((_, thrown) -> uncaught.add(thrown))
                .build();
    }

    /// As another node's publications come: nobody asks this one.
    private void bring(String channel, String... texts) {
        StreamOptions options =
                channel.startsWith("stream:") || channel.startsWith("lossy:")
                        ? STREAM.stream()
                        : StreamOptions.TRANSIENT;
        for (String text : texts) {
            assertThat(
                            streams.publish(channel, Draft.of(Bytes.owned(text)), options)
                                    .toCompletableFuture())
                    .isCompleted();
        }
    }

    private Witness plain(Hub hub, String channel) {
        Witness witness = new Witness(lane);
        hub.subscribe(channel, witness);
        return witness;
    }

    @Test
    void whoComesWhileALaneIsFullIsToldOfWhatItMissedItself() {
        Hub hub = hub(2, 4);
        Witness first = plain(hub, "a");
        bring("a", "1", "2", "3");
        Witness late = plain(hub, "a");
        bring("a", "4");
        Witness last = plain(hub, "a");
        lane.runAll();
        bring("a", "5");
        lane.runAll();

        assertThat(first.told()).containsExactly("1", "2", "ended INTERRUPTED");
        assertThat(late.told()).containsExactly("ended INTERRUPTED");
        assertThat(last.told()).containsExactly("5");
    }

    @Test
    void whoComesWhileALaneIsFullDoesNotCountWhatWasBeforeIt() {
        Hub hub = hub(2, 4);
        Witness first = new Witness(lane);
        hub.subscribe("drop:a", first, Entry.PLAIN);
        lane.runAll();
        happen("drop:a", 1, 5);
        Witness late = new Witness(lane);
        hub.subscribe("drop:a", late, Entry.PLAIN);
        assertThat(lane.runOne()).as("it begins").isTrue();
        happen("drop:a", 6, 6);
        streams.listener().endOfBatch();
        lane.runAll();
        bring("drop:a", "7");
        lane.runAll();

        assertThat(first.told()).containsExactly("start 0", "1", "2", "skipped 4", "7");
        assertThat(late.told()).containsExactly("start 0", "skipped 1", "7");
    }

    /// Has publications come whose batch is not over.
    private void happen(String channel, int from, int to) {
        for (int i = from; i <= to; i++) {
            streams.listener()
                    .published(
                            Publication.of(
                                    channel,
                                    Draft.of(Bytes.owned("" + i)),
                                    "",
                                    i,
                                    i - 1,
                                    Instant.EPOCH));
        }
    }

    @Test
    void whoHasNotHeardAnythingYetIsToldOfAnInterruption() {
        Hub hub = hub(10, 4);
        Witness plain = plain(hub, "stream:a");
        Witness entered = new Witness(lane);
        hub.subscribe("stream:a", entered, Entry.PLAIN);
        lane.runAll();
        streams.away(true);
        bring("stream:a", "1");
        streams.away(false);
        streams.listener().interrupted("stream:a");
        lane.runAll();

        assertThat(plain.told()).containsExactly("ended INTERRUPTED");
        assertThat(entered.told()).containsExactly("start 0", "ended INTERRUPTED");
        assertThat(hub.channels()).isZero();
    }

    @Test
    void whoCameAfterAnInterruptionIsNotToldOfIt() {
        Hub hub = hub(10, 4);
        Witness before = plain(hub, "stream:a");
        streams.away(true);
        bring("stream:a", "1");
        streams.away(false);
        streams.listener().interrupted("stream:a");
        Witness after = plain(hub, "stream:a");
        lane.runAll();

        assertThat(before.told()).containsExactly("ended INTERRUPTED");
        assertThat(after.told()).isEmpty();
        assertThat(hub.subscribers("stream:a")).isOne();
    }

    /// The engine's broker is away while this is published.
    private void miss(String channel, String... texts) {
        streams.away(true);
        bring(channel, texts);
        streams.away(false);
        streams.listener().resumed(channel);
    }

    @Test
    void whatComesBeforeAnInterruptionIsLookedIntoHidesNoLoss() {
        Hub hub = hub(10, 4);
        Witness plain = plain(hub, "stream:a");
        Witness entered = new Witness(lane);
        hub.subscribe("stream:a", entered, Entry.PLAIN);
        bring("stream:a", "1");
        lane.runAll();
        miss("stream:a", "2");
        bring("stream:a", "3", "4");
        lane.runAll();
        streams.listener().interrupted("stream:a");
        lane.runAll();

        assertThat(plain.told()).containsExactly("1", "ended INTERRUPTED");
        assertThat(entered.told()).containsExactly("start 0", "1", "ended INTERRUPTED");
        assertThat(hub.channels()).isZero();
    }

    @Test
    void aLossIsToldThoughTheEngineDoesNotSayThatItWasAway() {
        Hub hub = hub(10, 4);
        Witness plain = plain(hub, "stream:a");
        bring("stream:a", "1");
        streams.away(true);
        bring("stream:a", "2");
        streams.away(false);
        bring("stream:a", "3");
        lane.runAll();

        assertThat(plain.told()).containsExactly("1", "ended INTERRUPTED");
    }

    @Test
    void whoCountsWhatItGoesWithoutCountsALossOnce() {
        Hub hub = hub(10, 4);
        Witness plain = plain(hub, "lossy:a");
        Witness counting = new Witness(lane);
        hub.subscribe("lossy:a", counting, Entry.PLAIN);
        bring("lossy:a", "1");
        lane.runAll();
        miss("lossy:a", "2");
        bring("lossy:a", "3");
        streams.listener().interrupted("lossy:a");
        bring("lossy:a", "4");
        lane.runAll();

        assertThat(plain.told()).containsExactly("1", "ended INTERRUPTED");
        assertThat(counting.told()).containsExactly("start 0", "1", "skipped 1", "3", "4");
    }

    @Test
    void whoHasNotHeardAnythingBeforeTheEngineWasAwayIsToldOfALossByWhatComesNext() {
        Hub hub = hub(10, 4);
        bring("stream:a", "0");
        Witness plain = plain(hub, "stream:a");
        miss("stream:a", "1");
        bring("stream:a", "2");
        lane.runAll();

        assertThat(plain.told()).containsExactly("ended INTERRUPTED");
    }

    @Test
    void whatWasPublishedBeforeAnybodyCameIsNoLoss() {
        Hub hub = hub(10, 4);
        bring("stream:a", "1", "2");
        Witness plain = plain(hub, "stream:a");
        bring("stream:a", "3");
        lane.runAll();
        streams.listener().resumed("stream:a");
        streams.listener().interrupted("stream:a");
        bring("stream:a", "4");
        lane.runAll();

        assertThat(plain.told()).containsExactly("3", "4");
    }

    @Test
    void whatWasPublishedWhileNobodyWasThereIsNoLoss() {
        Hub hub = hub(10, 4);
        Witness before = plain(hub, "stream:a");
        bring("stream:a", "1");
        lane.runAll();
        streams.slow(false);
        hub.unsubscribe("stream:a", before);
        // The channel is the one of before: the engine has not left it off yet.
        Witness after = plain(hub, "stream:a");
        streams.away(true);
        bring("stream:a", "2");
        streams.answerAll();
        streams.away(false);
        bring("stream:a", "3");
        lane.runAll();

        assertThat(before.told()).containsExactly("1");
        assertThat(after.told()).containsExactly("3");
    }

    @Test
    void aPositionThatIsOlderThanWhatHasComeSinceTellsOfNoLoss() {
        Hub hub = hub(10, 4);
        Witness plain = plain(hub, "stream:a");
        bring("stream:a", "1");
        streams.listener().resumed("stream:a");
        streams.slow(true);
        streams.listener().interrupted("stream:a");
        bring("stream:a", "2");
        streams.answerAll();
        lane.runAll();

        assertThat(plain.told()).containsExactly("1", "2");
    }

    @Test
    void whoIsThereWhenAnotherEpochBeginsHasMissedNothing() {
        Hub hub = hub(10, 4);
        Witness plain = plain(hub, "stream:a");
        comes("stream:a", "a", 3, 2);
        comes("stream:a", "b", 4, 3); // it goes on
        comes("stream:a", "c", 1, 0); // it was forgotten
        lane.runAll();

        assertThat(plain.told()).containsExactly("3", "4", "1");
    }

    @Test
    void whatComesBetweenEpochsIsLost() {
        Hub hub = hub(10, 4);
        Witness away = plain(hub, "stream:away");
        comes("stream:away", "a", 3, 2);
        streams.listener().resumed("stream:away");
        comes("stream:away", "b", 4, 3);
        Witness forgotten = plain(hub, "stream:forgotten");
        comes("stream:forgotten", "a", 3, 2);
        streams.listener().resumed("stream:forgotten");
        comes("stream:forgotten", "b", 1, 0);
        Witness behind = plain(hub, "stream:behind");
        comes("stream:behind", "a", 3, 2);
        comes("stream:behind", "b", 5, 4);
        lane.runAll();

        for (Witness each : List.of(away, forgotten, behind)) {
            assertThat(each.told()).containsExactly("3", "ended INTERRUPTED");
        }
    }

    /// A publication comes, wherever it is from.
    private void comes(String channel, String epoch, long offset, long previous) {
        Draft draft = Draft.of(Bytes.owned("" + offset));
        streams.listener()
                .published(Publication.of(channel, draft, epoch, offset, previous, Instant.EPOCH));
        streams.listener().endOfBatch();
    }

    @Test
    void aPlainSubscriberIsToldThatTheEngineDoesNotBringItsChannel() {
        Hub hub = hub(10, 4);
        streams.failing(new EngineException("the broker is away"));
        Witness plain = plain(hub, "a");
        lane.runAll();

        assertThat(plain.told()).containsExactly("ended INTERRUPTED");
        assertThat(hub.channels()).isZero();
        assertThat(uncaught).hasSize(1);
    }

    @Test
    void whoHasLeftIsNotRefused() {
        Hub hub = hub(10, 4);
        streams.slow(false);
        Witness witness = new Witness(lane);
        Subscription subscription = hub.subscribe("stream:a", witness, Entry.PLAIN);
        streams.answer(); // the engine's subscription; the position is asked for
        subscription.unsubscribe();
        memory.close();
        streams.answerAll();
        lane.runAll();

        assertThat(witness.told()).isEmpty();
    }

    @Test
    void thatSomebodyComesDoesNotPushOutWhatWaits() {
        Hub hub = hub(100, 3);
        bring("stream:a", "0");
        Witness first = new Witness(lane);
        hub.subscribe("stream:a", first, Entry.PLAIN);
        lane.runAll();
        streams.slow(true);
        Witness waiting = new Witness(lane);
        hub.subscribe("stream:a", waiting, Entry.PLAIN);
        bring("stream:a", "1", "2", "3");
        var _ = streams.signal("stream:a", new Signal.Join(Member.of("b", "ben")));
        lane.runAll();
        streams.answerAll();
        lane.runAll();
        bring("stream:a", "4");
        lane.runAll();

        assertThat(waiting.told()).containsExactly("start 1", "1", "2", "3", "4");
    }

    @Test
    void whoMissedTooMuchAndThenSomeBeginsWhereTheChannelIs() {
        Hub hub = hub(2, 1);
        streams.slow(false);
        Witness waiting = new Witness(lane);
        hub.subscribe("stream:a", waiting, Entry.PLAIN);
        bring("stream:a", "1", "2");
        lane.runAll();
        bring("stream:a", "3", "4", "5");
        lane.runAll();
        streams.answer(); // the engine's subscription
        streams.answer(); // the position
        lane.runAll();
        streams.answerAll(); // the position once more
        lane.runAll();
        bring("stream:a", "6");
        lane.runAll();

        assertThat(waiting.told()).containsExactly("start 5", "6");
    }

    @Test
    void whereAChannelKeepsNoPositionsNoneIsGiven() {
        Hub hub = hub(10, 2);
        streams.slow(true);
        Witness waiting = new Witness(lane);
        hub.subscribe("a", waiting, Entry.PLAIN);
        bring("a", "1", "2", "3");
        lane.runAll();
        streams.answerAll();
        lane.runAll();
        bring("a", "4");
        lane.runAll();

        assertThat(waiting.told()).containsExactly("start 0", "4");
        assertThat(waiting.start().position()).isEqualTo(Position.NONE);
    }
}
