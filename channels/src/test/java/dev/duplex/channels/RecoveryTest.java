package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.memory.MemoryEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Where a subscription begins, and what it gets of what it missed.
@Timeout(60)
class RecoveryTest {
    private static final ChannelOptions STREAM =
            ChannelOptions.builder()
                    .history(5, Duration.ofMinutes(1))
                    .recovery(Recovery.STREAM)
                    .build();
    private static final ChannelOptions CACHE =
            ChannelOptions.builder()
                    .history(1, Duration.ofMinutes(1))
                    .recovery(Recovery.CACHE)
                    .build();

    private final List<Throwable> uncaught = new ArrayList<>();
    private final Engine memory = MemoryEngine.create();
    private final SlowStreams streams = new SlowStreams(memory.streams());
    private final ManualLane lane = new ManualLane();
    private final Hub hub =
            Hub.builder()
                    .engine(new Engine(streams, memory.presence(), memory.cluster()))
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "stream",
                                            STREAM,
                                            "cache",
                                            CACHE,
                                            "",
                                            ChannelOptions.TRANSIENT)))
                    .limits(
                            HubLimits.builder()
                                    .laneBytes(1 << 20)
                                    .drainBudget(64)
                                    .channelNameBytes(255)
                                    .recoverPublications(4)
                                    .historyPublications(100)
                                    .historyPageBytes(100)
                                    .latestKeys(10)
                                    .presenceMembers(100)
                                    .build())
                    .uncaught((_, thrown) -> uncaught.add(thrown))
                    .build();

    private void publish(String channel, String... texts) {
        for (String text : texts) {
            assertThat(hub.publish(channel, Bytes.owned(text))).isEqualTo(Offer.ACCEPTED);
        }
    }

    private Position position(String channel) {
        return hub.history(channel, HistoryQuery.POSITION)
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .position();
    }

    private Witness subscribe(String channel, Entry entry) {
        Witness witness = new Witness(lane);
        hub.subscribe(channel, witness, entry);
        return witness;
    }

    @Test
    void whoIsNewBeginsAtTheChannelsPosition() {
        publish("stream:a", "1", "2");
        Witness witness = subscribe("stream:a", Entry.PLAIN);
        publish("stream:a", "3");
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 2", "3");
        assertThat(witness.start().position())
                .isEqualTo(new Position(position("stream:a").epoch(), 2));
    }

    @Test
    void aChannelWithoutPositionsBeginsWithWhatComes() {
        publish("a", "1");
        Witness witness = subscribe("a", Entry.PLAIN);
        publish("a", "2");
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 0", "2");
        assertThat(witness.start().position()).isEqualTo(Position.NONE);
    }

    @Test
    void whoComesBackGetsWhatItMissedAndThenWhatComes() {
        publish("stream:a", "1", "2");
        Position left = position("stream:a");
        publish("stream:a", "3", "4");
        Witness witness = subscribe("stream:a", Entry.PLAIN.withSince(left));
        lane.runAll();
        publish("stream:a", "5");
        lane.runAll();

        assertThat(witness.told())
                .containsExactly("start 4 recovered", "missed 3", "missed 4", "5");
    }

    @Test
    void whoHasNothingYetGetsAllThereHasBeenOrIsToldThatItCannot() {
        Witness before = subscribe("stream:a", Entry.PLAIN.withSince(Position.NONE));
        lane.runAll();
        assertThat(before.told()).containsExactly("start 0 recovered");
        publish("stream:a", "1", "2");
        Witness all = subscribe("stream:a", Entry.PLAIN.withSince(Position.NONE));
        lane.runAll();
        assertThat(all.told()).containsExactly("start 2 recovered", "missed 1", "missed 2");

        publish("stream:a", "3", "4", "5", "6");
        Witness late = subscribe("stream:a", Entry.PLAIN.withSince(Position.NONE));
        Witness nowhere = subscribe("stream:a", Entry.PLAIN.withSince(new Position("", 5)));
        lane.runAll();
        assertThat(late.told()).containsExactly("start 6 lost");
        assertThat(nowhere.told()).containsExactly("start 6 lost");
    }

    @Test
    void whatASubscriberDoesNotWantIsNeitherGivenNorMissed() {
        publish("stream:a", "1");
        Position left = position("stream:a");
        publish("stream:a", "2", "3", "4");
        Witness witness =
                new Witness(lane).wanting(it -> List.of("3", "6").contains("" + it.payload()));
        hub.subscribe("stream:a", witness, Entry.PLAIN.withSince(left));
        lane.runAll();
        publish("stream:a", "5", "6", "7");
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 4 recovered", "missed 3", "6");
        assertThat(uncaught).isEmpty();
    }

    @Test
    void whoMissedNothingHasRecoveredToo() {
        publish("stream:a", "1");
        Witness witness = subscribe("stream:a", Entry.PLAIN.withSince(position("stream:a")));
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 1 recovered");
    }

    @Test
    void whatHistoryDoesNotHaveAnyMoreIsNotRecovered() {
        publish("stream:a", "1");
        Position left = position("stream:a");
        publish("stream:a", "2", "3", "4", "5", "6", "7");
        Witness witness = subscribe("stream:a", Entry.PLAIN.withSince(left));
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 7 lost");
    }

    @Test
    void moreThanTheLimitIsNotRecovered() {
        publish("stream:a", "0");
        Position left = position("stream:a");
        publish("stream:a", "1", "2", "3", "4");
        Witness four = subscribe("stream:a", Entry.PLAIN.withSince(left));
        lane.runAll();
        publish("stream:a", "5");
        Witness five = subscribe("stream:a", Entry.PLAIN.withSince(left));
        lane.runAll();

        assertThat(four.told().getFirst()).isEqualTo("start 5 recovered");
        assertThat(five.told()).containsExactly("start 6 lost");
    }

    @Test
    void moreThanTheLimitOfBytesIsNotRecovered() {
        publish("stream:a", "0");
        Position left = position("stream:a");
        publish("stream:a", "1".repeat(50), "2".repeat(50));
        Witness hundred = subscribe("stream:a", Entry.PLAIN.withSince(left));
        lane.runAll();
        publish("stream:a", "3");
        Witness more = subscribe("stream:a", Entry.PLAIN.withSince(left));
        lane.runAll();
        publish("stream:a", "4");
        lane.runAll();

        assertThat(hundred.told().getFirst()).isEqualTo("start 3 recovered");
        assertThat(more.told()).as("no silent hole").startsWith("start 4 lost").hasSize(2);
    }

    @Test
    void oneThatIsLargerThanTheLimitOfBytesIsRecoveredAlone() {
        publish("stream:a", "0");
        Position left = position("stream:a");
        publish("stream:a", "1".repeat(101));
        Witness one = subscribe("stream:a", Entry.PLAIN.withSince(left));
        lane.runAll();

        assertThat(one.told().getFirst()).isEqualTo("start 2 recovered");
    }

    @Test
    void aPositionOfAnotherEpochOrOfTheFutureIsNotRecovered() {
        publish("stream:a", "1", "2");
        Position now = position("stream:a");
        Witness other = subscribe("stream:a", Entry.PLAIN.withSince(new Position("other", 1)));
        Witness future = subscribe("stream:a", Entry.PLAIN.withSince(new Position(now.epoch(), 3)));
        lane.runAll();

        assertThat(other.told()).containsExactly("start 2 lost");
        assertThat(future.told()).containsExactly("start 2 lost");
    }

    @Test
    void historyThatWasRemovedIsNotRecovered() {
        publish("stream:a", "1");
        Position left = position("stream:a");
        publish("stream:a", "2");
        assertThat(hub.removeHistory("stream:a").toCompletableFuture().join())
                .isEqualTo(Result.done(true));
        Witness witness = subscribe("stream:a", Entry.PLAIN.withSince(left));
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 2 lost");
    }

    @Test
    void aCacheGivesTheLatestOnlyAndOnlyIfItIsNews() {
        publish("cache:a", "1", "2", "3");
        Witness first = subscribe("cache:a", Entry.PLAIN.withSince(Position.NONE));
        Witness knows = subscribe("cache:a", Entry.PLAIN.withSince(position("cache:a")));
        Witness empty = subscribe("cache:b", Entry.PLAIN.withSince(Position.NONE));
        lane.runAll();

        assertThat(first.told()).containsExactly("start 3 recovered", "missed 3");
        assertThat(knows.told()).containsExactly("start 3 recovered");
        assertThat(empty.told()).containsExactly("start 0 lost");
    }

    @Test
    void whatIsPublishedWhileTheEngineIsAskedIsNeitherMissedNorGivenTwice() {
        publish("stream:a", "0");
        Position left = position("stream:a");
        for (boolean doneFirst : new boolean[] {true, false}) {
            streams.slow(doneFirst);
            Witness back = subscribe("stream:a", Entry.PLAIN.withSince(left));
            Witness fresh = subscribe("stream:a", Entry.PLAIN);
            publish("stream:a", doneFirst ? "1" : "3");
            lane.runAll();
            streams.answer(); // the engine's subscription
            publish("stream:a", doneFirst ? "2" : "4");
            lane.runAll();
            streams.answerAll(); // the reads
            lane.runAll();
            streams.well();

            List<String> all = new ArrayList<>();
            back.start().publications().forEach(it -> all.add(it.payload().toString()));
            back.offered().forEach(it -> all.add(it.payload().toString()));
            assertThat(all)
                    .containsExactlyElementsOf(
                            doneFirst ? List.of("1", "2") : List.of("1", "2", "3", "4"));
            long begins = fresh.start().position().offset();
            assertThat(fresh.offered().stream().map(Publication::offset))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(begins + 1, position("stream:a").offset())
                                    .boxed()
                                    .toList());
        }
        assertThat(uncaught).isEmpty();
    }

    @Test
    void whatComesWhileItWaitsIsBounded() {
        publish("stream:a", "0");
        Position left = position("stream:a");
        Witness attached = subscribe("stream:a", Entry.PLAIN);
        lane.runAll();
        streams.slow(true);
        Witness back = subscribe("stream:a", Entry.PLAIN.withSince(left));
        publish("stream:a", "1", "2", "3", "4", "5");
        lane.runAll();
        streams.answerAll();
        lane.runAll();
        streams.well();
        publish("stream:a", "6");
        lane.runAll();

        // One more than is kept: it cannot have everything, and says so.
        assertThat(back.told()).containsExactly("start 6 lost", "6");
        assertThat(attached.offered()).hasSize(6);
    }

    @Test
    void whatSkipsHistoryComesInItsPlaceAndIsMissedByNobody() {
        publish("stream:a", "1");
        Position left = position("stream:a");
        Witness there = subscribe("stream:a", Entry.PLAIN);
        lane.runAll();
        pass("2");
        publish("stream:a", "3");
        lane.runAll();
        Witness back = subscribe("stream:a", Entry.PLAIN.withSince(left));
        lane.runAll();

        assertThat(there.told()).containsExactly("start 1", "2", "3");
        assertThat(back.told()).containsExactly("start 2 recovered", "missed 3");
    }

    @Test
    void whatSkipsHistoryIsNotKeptInsteadOfWhatDoesNot() {
        publish("stream:a", "0");
        Position left = position("stream:a");
        streams.slow(true);
        Witness back = subscribe("stream:a", Entry.PLAIN.withSince(left));
        publish("stream:a", "1", "2", "3", "4");
        pass("passing");
        lane.runAll();
        streams.answerAll();
        lane.runAll();
        streams.well();
        publish("stream:a", "5");
        lane.runAll();

        assertThat(back.told())
                .containsExactly(
                        "start 5 recovered", "missed 1", "missed 2", "missed 3", "missed 4", "5");
    }

    private void pass(String text) {
        hub.publish("stream:a", Draft.of(Bytes.owned(text)).withoutHistory());
    }

    @Test
    void aGapEndsTheSubscription() {
        Witness witness = subscribe("stream:a", Entry.PLAIN);
        publish("stream:a", "1");
        lane.runAll();
        Publication one = witness.offered().getFirst();
        Publication three =
                Publication.of(
                        "stream:a", Draft.of(Bytes.owned("3")), one.epoch(), 3, 2, one.time());
        streams.listener().published(three);
        streams.listener().endOfBatch();
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 0", "1", "ended INTERRUPTED");
        assertThat(hub.subscribers("stream:a")).isZero();
    }

    @Test
    void anotherEpochEndsTheSubscription() {
        Witness witness = subscribe("stream:a", Entry.PLAIN);
        publish("stream:a", "1");
        lane.runAll();
        Publication one = witness.offered().getFirst();
        streams.listener()
                .published(
                        Publication.of(
                                "stream:a", Draft.of(Bytes.owned("2")), "new", 2, 1, one.time()));
        streams.listener().endOfBatch();
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 0", "1", "ended INTERRUPTED");
    }

    @Test
    void whatComesTwiceIsGivenOnce() {
        Witness witness = subscribe("stream:a", Entry.PLAIN);
        publish("stream:a", "1", "2");
        lane.runAll();
        witness.offered().forEach(streams.listener()::published);
        streams.listener().endOfBatch();
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 0", "1", "2");
    }

    @Test
    void anInterruptionThatLostNothingEndsNothing() {
        Witness witness = subscribe("stream:a", Entry.PLAIN);
        publish("stream:a", "1");
        streams.listener().interrupted("stream:a");
        streams.listener().endOfBatch();
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 0", "1");
    }

    @Test
    void anInterruptionThatLostSomethingEndsTheSubscription() {
        Witness witness = subscribe("stream:a", Entry.PLAIN);
        Witness plain = new Witness(lane);
        hub.subscribe("stream:a", plain);
        publish("stream:a", "1");
        lane.runAll();
        streams.away(true);
        publish("stream:a", "2");
        streams.away(false);
        streams.listener().interrupted("stream:a");
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 0", "1", "ended INTERRUPTED");
        assertThat(plain.told()).containsExactly("1", "ended INTERRUPTED");
    }

    @Test
    void anEngineThatFailsRefusesAndWhoComesLaterIsServed() {
        streams.failing(new EngineException("the broker is away"));
        Witness early = subscribe("stream:a", Entry.PLAIN);
        lane.runAll();
        streams.well();
        Witness late = subscribe("stream:a", Entry.PLAIN);
        publish("stream:a", "1");
        lane.runAll();

        assertThat(early.told()).containsExactly("refused UNAVAILABLE");
        assertThat(late.told()).containsExactly("start 0", "1");
        assertThat(hub.subscribers("stream:a")).isOne();
        assertThat(uncaught).hasOnlyElementsOfType(Throwable.class).isNotEmpty();
    }

    @Test
    void anEngineThatThrowsRefusesAndWhoComesLaterIsServed() {
        streams.throwing();
        Witness early = subscribe("stream:a", Entry.PLAIN);
        lane.runAll();
        streams.well();
        Witness late = subscribe("stream:a", Entry.PLAIN);
        lane.runAll();

        assertThat(early.told()).containsExactly("refused UNAVAILABLE");
        assertThat(late.told()).containsExactly("start 0");
    }

    @Test
    void thereIsNoChannelWithoutANamespaceOrAName() {
        Witness unknown = subscribe("unknown:a", Entry.PLAIN);
        Witness nameless = subscribe("", Entry.PLAIN);
        Witness endless = subscribe("stream:" + "é".repeat(125), Entry.PLAIN);
        Witness longest = subscribe("stream:" + "é".repeat(124), Entry.PLAIN);
        lane.runAll();

        assertThat(unknown.told()).containsExactly("refused UNKNOWN_CHANNEL");
        assertThat(nameless.told()).containsExactly("refused UNKNOWN_CHANNEL");
        assertThat(endless.told()).containsExactly("refused UNKNOWN_CHANNEL");
        assertThat(longest.told()).containsExactly("start 0");
    }

    @Test
    void whoIsThereAlreadyIsRefusedAndStays() {
        Witness witness = new Witness(lane);
        hub.subscribe("stream:a", witness, Entry.PLAIN);
        hub.subscribe("stream:a", witness, Entry.PLAIN);
        publish("stream:a", "1");
        lane.runAll();

        assertThat(witness.told())
                .containsExactlyInAnyOrder("start 0", "1", "refused ALREADY_SUBSCRIBED");
        assertThat(hub.subscribers("stream:a")).isOne();
    }

    @Test
    void whoLeavesBeforeItHasBegunHearsNothing() {
        streams.slow(true);
        Witness witness = new Witness(lane);
        Subscription subscription = hub.subscribe("stream:a", witness, Entry.PLAIN);
        subscription.unsubscribe();
        publish("stream:a", "1");
        streams.answerAll();
        lane.runAll();
        streams.answerAll();
        lane.runAll();

        assertThat(witness.told()).isEmpty();
        assertThat(hub.channels()).isZero();
    }

    @Test
    void theEngineIsToldToLeaveOffAndAskedAgainInTurn() {
        streams.slow(false);
        Witness first = new Witness(lane);
        Subscription subscription = hub.subscribe("a", first, Entry.PLAIN);
        subscription.unsubscribe();
        Witness second = subscribe("a", Entry.PLAIN);
        // The first call has not been answered: none other was made.
        assertThat(streams.waiting()).isOne();
        streams.answerAll();
        lane.runAll();
        publish("a", "1");
        lane.runAll();

        assertThat(first.told()).isEmpty();
        assertThat(second.told()).containsExactly("start 0", "1");
    }
}
