package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.memory.MemoryEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What has come together goes together to who takes it so, and nobody hears anything else than one by one.
class BurstTest {
    private final List<Throwable> uncaught = new ArrayList<>();
    private final List<Long> offered = new ArrayList<>();
    private final ManualLane lane = new ManualLane();
    private final Engine memory = MemoryEngine.create();
    private final Hub hub = hub(memory, 64);
    private Offer answer = Offer.ACCEPTED;
    private final Witness heard = new Witness(lane).answering(_ -> answer);
    private final BurstWitness witness = new BurstWitness(heard);

    private Hub hub(Engine engine, int budget) {
        return Hub.builder()
                .engine(engine)
                .namespaces(
                        Namespaces.of(
                                Map.of(
                                        "",
                                        ChannelOptions.TRANSIENT,
                                        "stream",
                                        stream(Delivery.DISCONNECT),
                                        "drop",
                                        stream(Delivery.DROP),
                                        "latest",
                                        stream(Delivery.LATEST),
                                        "paced",
                                        ChannelOptions.builder()
                                                .delivery(Delivery.LATEST)
                                                .latestInterval(Duration.ofSeconds(1))
                                                .build(),
                                        "prices",
                                        ChannelOptions.builder()
                                                .delivery(Delivery.LATEST)
                                                .build())))
                .limits(
                        HubLimits.builder()
                                .laneBytes(1 << 20)
                                .drainBudget(budget)
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
                            public void offered(String channel, long count) {
                                offered.add(count);
                            }
                        })
                .uncaught((_, thrown) -> uncaught.add(thrown))
                .build();
    }

    private static ChannelOptions stream(Delivery delivery) {
        return ChannelOptions.builder()
                .history(100, Duration.ofMinutes(1))
                .recovery(Recovery.STREAM)
                .joinLeave(true)
                .delivery(delivery)
                .build();
    }

    private void enter(String channel) {
        hub.subscribe(channel, witness, Entry.PLAIN);
        lane.runAll();
    }

    private void publish(String channel, String... texts) {
        for (String text : texts) {
            hub.publish(channel, Draft.of(Bytes.owned(text)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"news", "stream:news"})
    void whatCameBeforeTheFirstWasGivenGoesWithIt(String channel) {
        enter(channel);
        publish(channel, "1", "2", "3");
        lane.runAll();
        publish(channel, "4");
        lane.runAll();
        publish(channel, "5", "6");
        lane.runAll();
        assertThat(witness.sizes()).containsExactly(3, 2);
        assertThat(witness.told()).containsExactly("start 0", "1", "2", "3", "4", "5", "6");
        assertThat(offered).containsExactly(3L, 1L, 2L);
    }

    @Test
    void aPlainSubscriberTakesThemTogetherToo() {
        hub.subscribe("news", witness);
        publish("news", "1", "2");
        lane.runAll();
        assertThat(witness.sizes()).containsExactly(2);
        assertThat(witness.told()).containsExactly("1", "2");
    }

    @Test
    void allOfALaneAreGivenTheSame() {
        BurstWitness other = new BurstWitness(new Witness(lane));
        hub.subscribe("news", witness);
        hub.subscribe("news", other);
        publish("news", "1", "22");
        lane.runAll();
        assertThat(witness.bursts()).hasSize(1);
        assertThat(other.bursts().getFirst()).isSameAs(witness.bursts().getFirst());
        assertThat(other.bursts().getFirst().bytes()).isEqualTo(3);
        assertThat(other.bursts().getFirst().largest()).isEqualTo(2);
    }

    @Test
    void whoDoesNotTakeThemIsOfferedWhatItWants() {
        heard.wanting(it -> !it.payload().toString().equals("2"));
        witness.taking(_ -> false);
        enter("stream:news");
        publish("stream:news", "1", "2", "3");
        lane.runAll();
        assertThat(witness.bursts()).isEmpty();
        assertThat(witness.told()).containsExactly("start 0", "1", "3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop:news", "latest:news", "prices:news"})
    void whereSomeMayBeLeftOutTooUnlessSomethingWaits(String channel) {
        enter(channel);
        publish(channel, "1", "2");
        lane.runAll();
        answer = Offer.FULL;
        publish(channel, "3", "4");
        lane.runAll();
        assertThat(witness.sizes()).containsExactly(2, 2);
        publish(channel, "5", "6");
        lane.runAll();
        assertThat(witness.sizes()).hasSize(2);
        assertThat(witness.told()).containsExactly("start 0", "1", "2", "FULL 3");
    }

    @Test
    void whatItHadNoRoomForIsLeftOut() {
        Subscription subscription = hub.subscribe("drop:news", witness, Entry.PLAIN);
        lane.runAll();
        answer = Offer.FULL;
        publish("drop:news", "1", "2", "3");
        lane.runAll();
        answer = Offer.ACCEPTED;
        subscription.drained();
        publish("drop:news", "4", "5");
        lane.runAll();
        assertThat(witness.told()).containsExactly("start 0", "FULL 1", "skipped 3", "4", "5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest:news", "prices:news"})
    void ofWhatItHadNoRoomForTheLatestOfEachKeyWaits(String channel) {
        Subscription subscription = hub.subscribe(channel, witness, Entry.PLAIN);
        lane.runAll();
        answer = Offer.FULL;
        for (String text : List.of("a1", "b1", "a2")) {
            hub.publish(channel, Draft.of(Bytes.owned(text)).withKey(text.substring(0, 1)));
        }
        lane.runAll();
        answer = Offer.ACCEPTED;
        subscription.drained();
        assertThat(witness.told())
                .containsExactlyInAnyOrder("start 0", "FULL a1", "skipped 1", "b1", "a2");
    }

    @Test
    void whereThereIsAnIntervalTheyGoOneByOne() {
        enter("paced:news");
        publish("paced:news", "1", "2");
        lane.runAll();
        assertThat(witness.bursts()).isEmpty();
        assertThat(witness.told()).containsExactly("start 0", "1");
    }

    @Test
    void whoEnteredBetweenThemGetsThoseAfter() {
        publish("stream:news", "1");
        enter("stream:news");
        Witness late = new Witness(lane);
        publish("stream:news", "2");
        hub.subscribe("stream:news", new BurstWitness(late), Entry.PLAIN);
        publish("stream:news", "3", "4");
        lane.runAll();
        assertThat(witness.told()).containsExactly("start 1", "2", "3", "4");
        assertThat(late.told()).containsExactly("start 2", "3", "4");
    }

    @Test
    void aSignalAmongThemKeepsItsPlace() {
        hub.subscribe("stream:news", witness, Entry.PLAIN.withSignals());
        lane.runAll();
        publish("stream:news", "1");
        memory.streams().signal("stream:news", new Signal.Join(Member.of("c", "u")));
        publish("stream:news", "2");
        lane.runAll();
        assertThat(witness.told()).containsExactly("start 0", "1", "join c", "2");
    }

    @Test
    void whatIsLargeGoesOneByOne() {
        enter("news");
        String half = "x".repeat(Burst.MAX_BYTES / 2);
        publish("news", half, half);
        lane.runAll();
        publish("news", half, half + "x");
        lane.runAll();
        assertThat(witness.sizes()).containsExactly(2);
        assertThat(witness.told()).hasSize(5);
    }

    @Test
    void whoIsFullIsTooSlow() {
        enter("stream:news");
        answer = Offer.FULL;
        publish("stream:news", "1", "2");
        publish("stream:news", "3");
        lane.runAll();
        assertThat(witness.told()).containsExactly("start 0", "FULL 1", "ended SLOW");
        assertThat(hub.subscribers("stream:news")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FULL", "CLOSED"})
    void aPlainOneThatTakesNoneIsTakenOut(String how) {
        hub.subscribe("news", witness);
        answer = Offer.valueOf(how);
        publish("news", "1", "2");
        lane.runAll();
        publish("news", "3");
        lane.runAll();
        assertThat(witness.told()).containsExactly(how + " 1");
    }

    @Test
    void whatItThrowsEndsItAndNobodyElse() {
        heard.answering(_ -> {
            throw new IllegalStateException("as the test wants");
        });
        BurstWitness other = new BurstWitness(new Witness(lane));
        enter("stream:news");
        hub.subscribe("stream:news", other, Entry.PLAIN);
        lane.runAll();
        publish("stream:news", "1", "2");
        lane.runAll();
        assertThat(witness.told()).containsExactly("start 0", "ended FAILED");
        assertThat(other.told()).containsExactly("start 0", "1", "2");
        assertThat(uncaught).hasSize(1);
    }

    @Test
    void aNewEpochIsNoContinuation() {
        enter("stream:news");
        publish("stream:news", "1", "2");
        lane.runAll();
        hub.removeHistory("stream:news");
        publish("stream:news", "3", "4");
        lane.runAll();
        assertThat(witness.sizes().getFirst()).isEqualTo(2);
        assertThat(witness.told()).startsWith("start 0", "1", "2");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void togetherOrOneByOneIsTheSame(long seed) {
        int bursts = 0;
        for (long round = 0; round < 50; round++) {
            long program = seed * 1000 + round;
            ManualLane here = new ManualLane();
            Witness alone = new Witness(here);
            run(program, here, alone);
            ManualLane there = new ManualLane();
            Random choice = new Random(program);
            BurstWitness together = new BurstWitness(new Witness(there));
            together.taking(_ -> choice.nextInt(4) > 0);
            run(program, there, together);
            assertThat(together.told()).as("program %d", program).isEqualTo(alone.told());
            bursts += together.bursts().size();
        }
        assertThat(bursts).isPositive();
        assertThat(uncaught).isEmpty();
    }

    /// Publishes, subscribes, unsubscribes, forgets and drains, as the seed will have it.
    private void run(long program, ManualLane lane, Subscriber subscriber) {
        Random random = new Random(program);
        List<String> channels =
                List.of("news", "stream:a", "stream:b", "drop:c", "latest:d", "prices:e");
        try (Hub hub = hub(MemoryEngine.create(), 1 + random.nextInt(12))) {
            for (int step = 0; step < 60; step++) {
                String channel = channels.get(random.nextInt(channels.size()));
                switch (random.nextInt(16)) {
                    case 0, 1 -> hub.subscribe(channel, subscriber, Entry.PLAIN);
                    case 2 -> hub.unsubscribe(channel, subscriber);
                    case 3 -> hub.removeHistory(channel);
                    case 4, 5, 6, 7, 8 -> {
                        if (lane.waiting() > 0) {
                            lane.runOne();
                        }
                    }
                    default -> {
                        int count = 1 + random.nextInt(5);
                        for (int i = 0; i < count; i++) {
                            hub.publish(channel, Draft.of(Bytes.owned(step + "." + i)));
                        }
                    }
                }
            }
            lane.runAll();
        }
    }
}
