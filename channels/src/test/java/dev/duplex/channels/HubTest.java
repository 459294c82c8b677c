package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HubTest {
    private final List<Throwable> uncaught = new ArrayList<>();
    private final Hub hub = hub(HubLimits.DEFAULT);
    private final ManualLane lane = new ManualLane();

    private Hub hub(HubLimits limits) {
        return Hub.builder().limits(limits).uncaught((_, thrown) -> uncaught.add(thrown)).build();
    }

    @Test
    void aPublicationReachesEverySubscriberOfItsChannelAndNobodyElse() {
        ManualLane other = new ManualLane();
        Listener here = new Listener(lane);
        Listener there = new Listener(other);
        Listener elsewhere = new Listener(lane);
        hub.subscribe("news", here);
        hub.subscribe("news", there);
        hub.subscribe("weather", elsewhere);

        assertThat(hub.publish("news", Bytes.owned("hello"))).isEqualTo(Offer.ACCEPTED);
        lane.runAll();
        other.runAll();

        assertThat(here.heard()).containsExactly("hello");
        assertThat(there.heard()).containsExactly("hello");
        assertThat(elsewhere.heard()).isEmpty();
    }

    @Test
    void aLaneGetsOneTaskHoweverManySubscribersAndPublications() {
        IntStream.range(0, 10).forEach(_ -> hub.subscribe("news", new Listener(lane)));
        IntStream.range(0, 10).forEach(i -> hub.publish("news", Bytes.owned("n" + i)));

        assertThat(lane.waiting()).isOne();
        lane.runOne();
        assertThat(lane.waiting()).isZero();
        assertThat(lane.batches()).isOne();

        hub.publish("news", Bytes.owned("again"));
        assertThat(lane.waiting()).isOne();
    }

    @Test
    void theNodesSayWhatTheyHaveToDo() {
        hub.subscribe("news", new Listener(lane));
        hub.subscribe("news", new Listener(lane));
        hub.subscribe("weather", new Listener(lane));

        assertThat(hub.nodes().toCompletableFuture().join())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.node().name()).isEqualTo("duplex");
                    assertThat(it.load().channels()).isEqualTo(2);
                    assertThat(it.load().subscriptions()).isEqualTo(3);
                    assertThat(it.load().clients()).isZero();
                    assertThat(it.load().users()).isZero();
                    assertThat(it.load().uptime()).isPositive();
                });
    }

    @Test
    void offsetsCountByOneFromOne() {
        Listener listener = new Listener(lane);
        hub.subscribe("news", listener);
        IntStream.range(0, 5).forEach(i -> hub.publish("news", Bytes.owned("n" + i)));
        lane.runAll();

        assertThat(listener.offsets()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aBorrowedPayloadIsCopied() {
        Listener listener = new Listener(lane);
        hub.subscribe("news", listener);
        byte[] borrowed = {'o', 'n', 'e'};
        hub.publish("news", Bytes.borrowed(borrowed));
        borrowed[0] = 'X';
        lane.runAll();

        assertThat(listener.heard()).containsExactly("one");
    }

    @Test
    void aSubscriberSeesNothingThatWasPublishedBeforeItsSubscription() {
        Listener first = new Listener(lane);
        Listener late = new Listener(lane);
        hub.subscribe("news", first);
        hub.publish("news", Bytes.owned("before"));
        hub.subscribe("news", late);
        hub.publish("news", Bytes.owned("after"));
        lane.runAll();

        assertThat(first.heard()).containsExactly("before", "after");
        assertThat(late.heard()).containsExactly("after");
    }

    @Test
    void whoSubscribesAgainSeesNothingOfTheTimeBetween() {
        Listener stays = new Listener(lane);
        Listener returns = new Listener(lane);
        hub.subscribe("news", stays);
        hub.subscribe("news", returns);
        hub.publish("news", Bytes.owned("1"));
        hub.unsubscribe("news", returns);
        hub.publish("news", Bytes.owned("2"));
        hub.subscribe("news", returns);
        hub.publish("news", Bytes.owned("3"));
        lane.runAll();

        assertThat(returns.heard()).containsExactly("3");
        assertThat(stays.heard()).containsExactly("1", "2", "3");
    }

    @Test
    void subscribingTwiceIsSubscribingOnce() {
        Listener listener = new Listener(lane);
        hub.subscribe("news", listener);
        hub.subscribe("news", listener);
        hub.publish("news", Bytes.owned("once"));
        lane.runAll();

        assertThat(listener.heard()).containsExactly("once");
        assertThat(hub.subscribers("news")).isOne();
    }

    @Test
    void anyMemberUnsubscribedWithinADeliveryGetsNothingMore() {
        List<Listener> all = new ArrayList<>();
        // Whoever is first takes all from the channel: the others must not hear of it.
        for (int i = 0; i < 20; i++) {
            all.add(
                    new Listener(
                            lane,
                            _ -> {
                                all.forEach(it -> hub.unsubscribe("news", it));
                                return Offer.ACCEPTED;
                            }));
        }
        all.forEach(it -> hub.subscribe("news", it));
        hub.publish("news", Bytes.owned("1"));
        hub.publish("news", Bytes.owned("2"));
        lane.runAll();

        assertThat(all.stream().mapToInt(it -> it.heard().size()).sum()).isOne();
        assertThat(hub.channels()).isZero();
    }

    @Test
    void whoSubscribesWithinADeliveryGetsWhatIsPublishedFromThenOn() {
        Listener late = new Listener(lane);
        Listener first =
                new Listener(
                        lane,
                        _ -> {
                            hub.subscribe("news", late);
                            return Offer.ACCEPTED;
                        });
        hub.subscribe("news", first);
        hub.publish("news", Bytes.owned("1"));
        hub.publish("news", Bytes.owned("2"));
        lane.runAll();
        hub.publish("news", Bytes.owned("3"));
        lane.runAll();

        assertThat(late.heard()).containsExactly("3");
    }

    @Test
    void publishingWithinADeliveryComesAfterIt() {
        Listener[] chain = new Listener[1];
        chain[0] =
                new Listener(
                        lane,
                        it -> {
                            if (it.offset() < 3) {
                                hub.publish("news", Bytes.owned("after " + it.offset()));
                            }
                            assertThat(chain[0].offsets().getLast()).isEqualTo(it.offset());
                            return Offer.ACCEPTED;
                        });
        hub.subscribe("news", chain[0]);
        hub.publish("news", Bytes.owned("first"));
        lane.runAll();

        assertThat(uncaught).isEmpty();
        assertThat(chain[0].heard()).containsExactly("first", "after 1", "after 2");
    }

    @Test
    void whoDeclinesAPublicationIsTakenFromTheChannelAndCounted() {
        Listener full = new Listener(lane, it -> it.offset() < 2 ? Offer.ACCEPTED : Offer.FULL);
        Listener closed = new Listener(lane, _ -> Offer.CLOSED);
        Listener well = new Listener(lane);
        hub.subscribe("news", full);
        hub.subscribe("news", closed);
        hub.subscribe("news", well);
        hub.subscribe("weather", full);
        IntStream.rangeClosed(1, 3).forEach(i -> hub.publish("news", Bytes.owned("n" + i)));
        lane.runAll();

        assertThat(full.heard()).containsExactly("n1", "n2");
        assertThat(closed.heard()).containsExactly("n1");
        assertThat(well.heard()).containsExactly("n1", "n2", "n3");
        assertThat(hub.subscribers("news")).isOne();
        assertThat(hub.subscribers("weather")).isOne();
        assertThat(hub.droppedSubscribers()).isEqualTo(2);
    }

    @Test
    void anExceptionOutOfASubscriberIsReportedAndStopsNobodyElse() {
        IllegalStateException bug = new IllegalStateException("a bug");
        List<Listener> well = List.of(new Listener(lane), new Listener(lane), new Listener(lane));
        Listener faulty =
                new Listener(
                        lane,
                        _ -> {
                            throw bug;
                        });
        hub.subscribe("news", well.get(0));
        hub.subscribe("news", faulty);
        hub.subscribe("news", well.get(1));
        hub.subscribe("news", well.get(2));
        hub.publish("news", Bytes.owned("1"));
        hub.publish("news", Bytes.owned("2"));
        lane.runAll();

        assertThat(uncaught).containsExactly(bug);
        assertThat(well).allSatisfy(it -> assertThat(it.heard()).containsExactly("1", "2"));
        assertThat(faulty.heard()).containsExactly("1");
        assertThat(faulty.ends()).containsExactly(End.FAILED);
        assertThat(hub.subscribers("news")).isEqualTo(3);
        assertThat(hub.droppedSubscribers()).isOne();
    }

    @Test
    void aDrainYieldsAfterItsBudgetEvenWithinOnePublication() {
        Hub small = hub(new HubLimits(1 << 20, 4));
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            small.subscribe(
                    "big",
                    new Listener(
                            lane,
                            it -> {
                                order.add(it.payload().toString());
                                return Offer.ACCEPTED;
                            }));
        }
        small.publish("big", Bytes.owned("a"));
        small.publish("big", Bytes.owned("b"));
        lane.execute(() -> order.add("-"));

        lane.runOne();
        assertThat(order)
                .as("what waits goes to a member together")
                .containsExactly("a", "b", "a", "b");
        assertThat(lane.batches()).isOne();
        lane.runOne();
        assertThat(order.getLast()).as("other tasks run between").isEqualTo("-");
        lane.runAll();

        order.remove("-");
        assertThat(String.join("", order)).isEqualTo("ab".repeat(10));
        // 20 deliveries, 4 at a time.
        assertThat(lane.batches()).isEqualTo(5);
    }

    @Test
    void onlyNeighboursOfOneChannelGoTogetherSoThatTheQueuesOrderHolds() {
        Listener both = new Listener(lane);
        Listener other = new Listener(lane);
        hub.subscribe("a", both);
        hub.subscribe("a", other);
        hub.subscribe("b", both);
        for (String message : List.of("a1", "a2", "b1", "a3")) {
            hub.publish(message.substring(0, 1), Bytes.owned(message));
        }
        lane.runAll();
        assertThat(both.heard()).containsExactly("a1", "a2", "b1", "a3");
        assertThat(other.heard()).containsExactly("a1", "a2", "a3");
    }

    @Test
    void publicationsThatMeetNobodySpendTheBudgetToo() {
        Hub small = hub(new HubLimits(1 << 20, 4));
        Listener gone = new Listener(lane);
        small.subscribe("news", gone);
        IntStream.range(0, 8).forEach(i -> small.publish("news", Bytes.owned("n" + i)));
        small.unsubscribe("news", gone);

        lane.runOne();
        assertThat(lane.waiting()).isOne();
        lane.runAll();
        assertThat(gone.heard()).isEmpty();
    }

    @Test
    void aFullLaneRefusesThePublicationForAllLanes() {
        Hub small = hub(new HubLimits(3 * (HubLimits.ENTRY_BYTES + 10), 1_024));
        ManualLane stuck = new ManualLane();
        Listener quick = new Listener(lane);
        Listener slow = new Listener(stuck);
        small.subscribe("news", quick);
        small.subscribe("news", slow);
        Bytes ten = Bytes.owned("0123456789");
        for (int i = 0; i < 3; i++) {
            assertThat(small.publish("news", ten)).isEqualTo(Offer.ACCEPTED);
            lane.runAll();
        }

        assertThat(small.publish("news", ten)).isEqualTo(Offer.FULL);
        lane.runAll();
        assertThat(quick.offsets()).containsExactly(1L, 2L, 3L);

        stuck.runAll();
        assertThat(small.publish("news", ten)).isEqualTo(Offer.ACCEPTED);
        lane.runAll();
        stuck.runAll();
        assertThat(quick.offsets()).as("no offset is lost").containsExactly(1L, 2L, 3L, 4L);
        assertThat(slow.offsets()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aPublicationLargerThanALanesLimitFitsAlone() {
        Hub small = hub(new HubLimits(HubLimits.ENTRY_BYTES, 1_024));
        Listener listener = new Listener(lane);
        small.subscribe("news", listener);

        assertThat(small.publish("news", Bytes.owned("x".repeat(1_000)))).isEqualTo(Offer.ACCEPTED);
        assertThat(small.publish("news", Bytes.owned(""))).isEqualTo(Offer.FULL);
        lane.runAll();
        assertThat(small.publish("news", Bytes.owned(""))).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void nothingIsLeftOfAChannelWithoutSubscribers() {
        Listener one = new Listener(lane);
        Listener two = new Listener(new ManualLane());
        hub.subscribe("news", one);
        hub.subscribe("news", two);
        hub.unsubscribe("news", one);
        assertThat(hub.channels()).isOne();
        hub.unsubscribe("news", two);
        assertThat(hub.channels()).isZero();
        assertThat(hub.subscribers("news")).isZero();
        assertThat(hub.publish("news", Bytes.owned("to nobody"))).isEqualTo(Offer.ACCEPTED);
        assertThat(hub.channels()).isZero();
    }

    @Test
    void aNewChannelOfAnOldNameDeliversNothingOfTheOldOne() {
        Listener listener = new Listener(lane);
        hub.subscribe("news", listener);
        hub.publish("news", Bytes.owned("old"));
        hub.unsubscribe("news", listener);
        hub.subscribe("news", listener);
        hub.publish("news", Bytes.owned("new"));
        lane.runAll();

        assertThat(listener.heard()).containsExactly("new");
        assertThat(listener.offsets()).containsExactly(1L);
    }

    @Test
    void unsubscribeAllTakesASubscriberFromEveryChannel() {
        Listener listener = new Listener(lane);
        Listener other = new Listener(lane);
        LongStream.range(0, 50).forEach(i -> hub.subscribe("c" + i, listener));
        hub.subscribe("c7", other);
        hub.unsubscribeAll(listener);
        LongStream.range(0, 50).forEach(i -> hub.publish("c" + i, Bytes.owned("x")));
        lane.runAll();

        assertThat(listener.heard()).isEmpty();
        assertThat(other.heard()).containsExactly("x");
        assertThat(hub.channels()).isOne();
    }

    @Test
    void aLaneThatHasEndedLosesItsSubscribersAndStopsNobody() {
        ManualLane ending = new ManualLane();
        Listener there = new Listener(ending);
        Listener here = new Listener(lane);
        hub.subscribe("news", there);
        hub.subscribe("weather", there);
        hub.subscribe("news", here);
        ending.end();

        assertThat(hub.publish("news", Bytes.owned("1"))).isEqualTo(Offer.ACCEPTED);
        lane.runAll();
        assertThat(here.heard()).containsExactly("1");
        assertThat(hub.subscribers("news")).isOne();
        assertThat(hub.subscribers("weather")).isZero();
    }

    @Test
    void limitsArePositive() {
        assertThatThrownBy(() -> new HubLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HubLimits(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
