package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.memory.MemoryEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What becomes of publications that a subscriber has no room for.
class DeliveryTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final List<String> observed = new ArrayList<>();
    private final List<Throwable> uncaught = new ArrayList<>();
    private final ManualLane lane = new ManualLane();
    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "disconnect",
                                            options(Delivery.DISCONNECT, Duration.ZERO),
                                            "drop",
                                            options(Delivery.DROP, Duration.ZERO),
                                            "latest",
                                            options(Delivery.LATEST, Duration.ZERO),
                                            "paced",
                                            options(Delivery.LATEST, INTERVAL),
                                            "prices",
                                            ChannelOptions.builder()
                                                    .delivery(Delivery.LATEST)
                                                    .build())))
                    .limits(
                            HubLimits.builder()
                                    .laneBytes(1 << 20)
                                    .drainBudget(64)
                                    .channelNameBytes(255)
                                    .recoverPublications(100)
                                    .historyPublications(100)
                                    .historyPageBytes(1 << 20)
                                    .latestKeys(3)
                                    .presenceMembers(100)
                                    .build())
                    .observer(
                            new HubObserver() {
                                @Override
                                public void skipped(Subscription subscription, long count) {
                                    observed.add("skipped " + count);
                                }

                                @Override
                                public void ended(Subscription subscription, End end) {
                                    observed.add("ended " + end);
                                }
                            })
                    .uncaught((_, thrown) -> uncaught.add(thrown))
                    .build();
    private boolean full;
    private final Witness witness =
            new Witness(lane).answering(_ -> full ? Offer.FULL : Offer.ACCEPTED);

    private static ChannelOptions options(Delivery delivery, Duration interval) {
        return ChannelOptions.builder()
                .history(100, Duration.ofMinutes(1))
                .recovery(Recovery.STREAM)
                .delivery(delivery)
                .latestInterval(interval)
                .build();
    }

    private Subscription subscribe(String channel) {
        Subscription subscription = hub.subscribe(channel, witness, Entry.PLAIN);
        lane.runAll();
        return subscription;
    }

    @Test
    void whatIsNotWantedNeitherReplacesWhatWaitsNorTakesItsTime() {
        witness.wanting(it -> !it.payload().toString().startsWith("x"));
        subscribe("paced:a");
        publish("paced:a", "x1");
        publish("paced:a", "1");
        lane.runAll();
        publish("paced:a", "2");
        publish("paced:a", "x2");
        lane.runAll();
        assertThat(witness.told()).containsExactly("start 0", "1");
        lane.pass(INTERVAL);
        assertThat(witness.told()).containsExactly("start 0", "1", "2");
        assertThat(observed).isEmpty();
    }

    private void publish(String channel, String text) {
        publish(channel, text, "");
    }

    private void publish(String channel, String text, String key) {
        assertThat(
                        hub.publish(channel, Draft.of(Bytes.owned(text)).withKey(key))
                                .toCompletableFuture()
                                .join())
                .isInstanceOf(Result.Done.class);
        lane.runAll();
    }

    private void drain(Subscription subscription) {
        full = false;
        lane.execute(subscription::drained);
        lane.runAll();
    }

    @Test
    void disconnectEndsTheSubscriptionAndRecoveryMakesUpForIt() {
        subscribe("disconnect:a");
        publish("disconnect:a", "1");
        full = true;
        publish("disconnect:a", "2");
        publish("disconnect:a", "3");
        assertThat(witness.told()).containsExactly("start 0", "1", "FULL 2", "ended SLOW");
        assertThat(observed).containsExactly("ended SLOW");

        Witness again = new Witness(lane);
        hub.subscribe(
                "disconnect:a",
                again,
                Entry.PLAIN.withSince(witness.offered().getLast().position()));
        lane.runAll();
        assertThat(again.told()).containsExactly("start 3 recovered", "missed 2", "missed 3");
    }

    @Test
    void closedEndsItWithoutAWord() {
        witness.answering(_ -> Offer.CLOSED);
        subscribe("disconnect:a");
        publish("disconnect:a", "1");

        assertThat(witness.told()).containsExactly("start 0", "CLOSED 1");
        assertThat(hub.channels()).isZero();
    }

    @Test
    void dropSkipsUntilThereIsRoomAndSaysHowMany() {
        Subscription subscription = subscribe("drop:a");
        publish("drop:a", "1");
        full = true;
        IntStream.rangeClosed(2, 4).forEach(i -> publish("drop:a", "" + i));
        drain(subscription);
        publish("drop:a", "5");

        assertThat(witness.told()).containsExactly("start 0", "1", "FULL 2", "skipped 3", "5");
        assertThat(observed).containsExactly("skipped 1", "skipped 1", "skipped 1");
    }

    @Test
    void latestKeepsTheLastOfEachKeyInTheOrderOfTheirOffsets() {
        Subscription subscription = subscribe("latest:a");
        full = true;
        publish("latest:a", "a1", "a");
        publish("latest:a", "b2", "b");
        publish("latest:a", "a3", "a");
        publish("latest:a", "c4", "c");
        publish("latest:a", "b5", "b");
        drain(subscription);

        assertThat(witness.told())
                .containsExactly("start 0", "FULL a1", "skipped 2", "a3", "c4", "b5");
        assertThat(witness.offered())
                .isSortedAccordingTo((a, b) -> Long.compare(a.offset(), b.offset()));
    }

    @Test
    void withoutOffsetsAKeyThatChangesAllTheTimeHasItsTurn() {
        Subscription subscription = subscribe("prices:a");
        full = true;
        publish("prices:a", "busy1", "busy");
        publish("prices:a", "calm1", "calm");
        publish("prices:a", "busy2", "busy");
        witness.answering(it -> it.key().equals("calm") ? Offer.FULL : Offer.ACCEPTED);
        drain(subscription);
        publish("prices:a", "busy3", "busy");
        publish("prices:a", "calm2", "calm");
        publish("prices:a", "busy4", "busy");
        witness.answering(_ -> Offer.ACCEPTED);
        drain(subscription);

        assertThat(witness.told())
                .containsExactly(
                        "start 0",
                        "FULL busy1",
                        "skipped 1",
                        "busy2",
                        "FULL calm1",
                        "skipped 2",
                        "calm2",
                        "busy4");
    }

    @Test
    void latestKeepsABoundedNumberOfKeys() {
        Subscription subscription = subscribe("latest:a");
        full = true;
        for (String key : List.of("a", "b", "c", "d")) {
            publish("latest:a", key, key);
        }
        drain(subscription);

        assertThat(witness.told()).containsExactly("start 0", "FULL a", "skipped 1", "b", "c", "d");
    }

    @Test
    void whatFillsItAgainWhileItCatchesUpIsKept() {
        Subscription subscription = subscribe("latest:a");
        full = true;
        for (String key : List.of("a", "b", "c")) {
            publish("latest:a", key, key);
        }
        witness.answering(it -> it.key().equals("b") ? Offer.FULL : Offer.ACCEPTED);
        drain(subscription);
        publish("latest:a", "b2", "b");
        publish("latest:a", "a2", "a");
        witness.answering(_ -> Offer.ACCEPTED);
        drain(subscription);

        assertThat(witness.told())
                .containsExactly("start 0", "FULL a", "a", "FULL b", "skipped 1", "c", "b2", "a2");
    }

    @Test
    void anIntervalGivesEachKeyOnceInIt() {
        subscribe("paced:a");
        publish("paced:a", "a1", "a");
        publish("paced:a", "a2", "a");
        publish("paced:a", "b3", "b");
        publish("paced:a", "a4", "a");
        assertThat(witness.told()).containsExactly("start 0", "a1");

        lane.pass(INTERVAL.minusNanos(1));
        assertThat(witness.told()).hasSize(2);
        lane.pass(Duration.ofNanos(1));
        assertThat(witness.told()).containsExactly("start 0", "a1", "skipped 1", "b3", "a4");

        // Nothing waits any more: the interval passes, and the next goes at once.
        publish("paced:a", "a5", "a");
        assertThat(witness.told()).hasSize(5);
        lane.pass(INTERVAL);
        assertThat(witness.told()).endsWith("a5");
        lane.pass(INTERVAL);
        publish("paced:a", "a6", "a");
        assertThat(witness.told()).endsWith("a6");
    }

    @Test
    void whoLeavesIsNotGivenWhatWaited() {
        Subscription subscription = subscribe("paced:a");
        publish("paced:a", "a1", "a");
        publish("paced:a", "a2", "a");
        lane.execute(subscription::unsubscribe);
        lane.runAll();
        assertThat(lane.scheduled()).isZero();
        lane.pass(INTERVAL);

        assertThat(witness.told()).containsExactly("start 0", "a1");
    }

    /// "When called in the subscriber's lane, nothing more is offered after this method returns."
    @Test
    void whoLeavesWhenItHearsOfWhatWasSkippedIsOfferedNothingMore() {
        Leaving leaving = new Leaving(lane, Leaving.When.SKIPPED);
        hub.subscribe("drop:a", leaving, Entry.PLAIN);
        lane.runAll();
        publish("drop:a", "1");
        publish("drop:a", "2");
        lane.execute(leaving::drain);
        lane.runAll();
        publish("drop:a", "3");

        assertThat(leaving.told()).containsExactly("1", "skipped 2");
        assertThat(hub.channels()).isZero();
    }

    @Test
    void whoLeavesWhenItIsOfferedSomethingLeavesNoAlarmBehind() {
        Leaving leaving = new Leaving(lane, Leaving.When.OFFERED);
        hub.subscribe("paced:a", leaving, Entry.PLAIN);
        lane.runAll();
        publish("paced:a", "1");

        assertThat(leaving.told()).containsExactly("1");
        assertThat(lane.scheduled()).isZero();
    }

    @Test
    void whatHasRoomAgainWhileItIsOfferedSomethingMaySaySo() {
        Leaving draining = new Leaving(lane, Leaving.When.NEVER);
        hub.subscribe("latest:a", draining, Entry.PLAIN);
        lane.runAll();
        for (String key : List.of("a", "b", "c")) {
            publish("latest:a", key, key);
        }
        lane.execute(draining::drain);
        lane.runAll();

        assertThat(uncaught).isEmpty();
        assertThat(draining.told()).containsExactly("a", "a", "b", "c");
    }

    @Test
    void whatTheSubscriberThrowsEndsItsSubscriptionAlone() {
        Witness other = new Witness(lane);
        hub.subscribe("latest:a", other, Entry.PLAIN);
        witness.answering(_ -> {
            throw new IllegalStateException("a bug");
        });
        subscribe("latest:a");
        publish("latest:a", "1");
        publish("latest:a", "2", "b");

        assertThat(other.told()).containsExactly("start 0", "1", "2");
        assertThat(hub.subscribers("latest:a")).isOne();
        assertThat(uncaught).hasSize(1);
        assertThat(witness.told()).containsExactly("start 0", "ended FAILED");
        assertThat(observed).containsExactly("ended FAILED");
    }

    @Test
    void whoThrowsAsItIsToldSoIsNotToldAgain() {
        witness.answering(_ -> {
            throw new IllegalStateException("a bug");
        });
        witness.ending(_ -> {
            throw new IllegalStateException("another bug");
        });
        subscribe("disconnect:a");
        publish("disconnect:a", "1");
        publish("disconnect:a", "2");

        assertThat(uncaught).hasSize(2);
        assertThat(witness.told()).containsExactly("start 0", "ended FAILED");
        assertThat(hub.subscribers("disconnect:a")).isZero();
    }

    @Test
    void aFullLaneRefusesPublishing() {
        Hub small = small(MemoryEngine.create());
        Witness strict = new Witness(lane);
        small.subscribe("disconnect:a", strict, Entry.PLAIN);
        lane.runAll();
        List<Result<Published>> results =
                IntStream.range(0, 3)
                        .mapToObj(i ->
                                small.publish("disconnect:a", Draft.of(Bytes.owned("" + i)))
                                        .toCompletableFuture()
                                        .join())
                        .toList();
        lane.runAll();

        assertThat(results.getLast())
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        it -> assertThat(it.problem()).isEqualTo(Problem.TOO_BUSY));
        // Refused where it is published: nobody misses it.
        assertThat(strict.told()).containsExactly("start 0", "0", "1");
    }

    @Test
    void whatAnEngineBringsThatAFullLaneHasNoRoomForIsToldAsMissed() {
        Engine engine = MemoryEngine.create();
        Hub small = small(engine);
        Witness strict = new Witness(lane);
        Witness lenient = new Witness(lane);
        Witness plain = new Witness(lane);
        small.subscribe("disconnect:a", strict, Entry.PLAIN);
        small.subscribe("drop:a", lenient, Entry.PLAIN);
        small.subscribe("disconnect:a", plain);
        lane.runAll();
        for (String channel : List.of("disconnect:a", "drop:a")) {
            for (int i = 0; i < 10; i++) {
                // As another node's publications come: nobody asked this one.
                var _ =
                        engine.streams()
                                .publish(
                                        channel,
                                        Draft.of(Bytes.owned("" + i)),
                                        options(Delivery.DROP, Duration.ZERO).stream());
            }
        }
        assertThat(lane.waiting()).isOne();
        lane.runAll();

        assertThat(strict.told()).containsExactly("start 0", "0", "1", "ended INTERRUPTED");
        assertThat(plain.told()).containsExactly("0", "1", "ended INTERRUPTED");
        assertThat(lenient.told()).containsExactly("start 0");
        var _ =
                engine.streams()
                        .publish(
                                "drop:a",
                                Draft.of(Bytes.owned("10")),
                                options(Delivery.DROP, Duration.ZERO).stream());
        lane.runAll();
        assertThat(lenient.told()).containsExactly("start 0", "skipped 10", "10");
    }

    private static Hub small(Engine engine) {
        return Hub.builder()
                .engine(engine)
                .namespaces(
                        Namespaces.of(
                                Map.of(
                                        "disconnect",
                                        options(Delivery.DISCONNECT, Duration.ZERO),
                                        "drop",
                                        options(Delivery.DROP, Duration.ZERO))))
                .limits(new HubLimits(300, 64))
                .build();
    }
}
