package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.Presence;
import dev.duplex.channels.memory.MemoryEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who is a member, by whatever way and at whatever moment it came and went.
@Timeout(60)
class MembershipTest {
    private static final Duration MOST = Duration.ofSeconds(15);

    private final List<Throwable> uncaught = new ArrayList<>();
    private final ManualLane lane = new ManualLane();
    private final Engine memory = MemoryEngine.create();
    private final HookedPresence presence = new HookedPresence(memory.presence());
    private final Hub hub =
            Hub.builder()
                    .engine(new Engine(memory.streams(), presence, memory.cluster()))
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "",
                                            ChannelOptions.builder()
                                                    .presence(true)
                                                    .joinLeave(true)
                                                    .build())))
                    .uncaught((_, thrown) -> uncaught.add(thrown))
                    .build();

    private static Entry entry(String client) {
        return Entry.PLAIN.withMember(Member.of(client, client)).withSignals();
    }

    private int present() {
        return hub.presenceStats("a").toCompletableFuture().join().orElseThrow().clients();
    }

    @Test
    void whoEnteredWithAnEntryMayComePlainlyWhenThatHasEnded() {
        Witness witness = new Witness(lane);
        Subscription subscription = hub.subscribe("a", witness, Entry.PLAIN);
        lane.runAll();
        assertThat(hub.subscribe("a", witness, 1)).as("it is in the channel").isTrue();
        hub.unsubscribe("a", witness);
        assertThat(hub.subscribers("a")).as("that did not take its entry back").isOne();
        hub.subscribe("a", witness);
        subscription.unsubscribe();
        assertThat(hub.subscribers("a")).isZero();
        hub.subscribe("a", witness);
        assertThat(hub.publish("a", Bytes.owned("1"))).isEqualTo(Offer.ACCEPTED);
        lane.runAll();

        assertThat(witness.told()).containsExactly("start 0", "1");
    }

    @Test
    void whoComesAndGoesOnTwoThreadsIsInTheChannelThatItIsSaidToBeIn() throws Exception {
        // Where two threads meet seldom, for all else that a machine does, there are fewer rounds.
        long until = System.nanoTime() + MOST.toNanos();
        for (int round = 0; round < 3_000 && System.nanoTime() - until < 0; round++) {
            Listener listener = new Listener(lane);
            hub.subscribe("a", listener);
            CountDownLatch both = new CountDownLatch(2);
            Thread going =
                    Thread.ofVirtual()
                            .unstarted(() -> {
                                meet(both);
                                hub.unsubscribe("a", listener);
                            });
            going.start();
            meet(both);
            boolean in = hub.subscribe("a", listener, Integer.MAX_VALUE);
            going.join();
            assertThat(in).isTrue();
            hub.subscribe("a", listener);
            assertThat(hub.subscribers("a")).as("round %s", round).isOne();
            hub.unsubscribeAll(listener);
            assertThat(hub.subscribers("a")).isZero();
        }
    }

    private static void meet(CountDownLatch both) {
        both.countDown();
        while (both.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aLaneThatEndsTakesAnyNumberOfMembersAlong() {
        for (int i = 0; i < 20_000; i++) {
            hub.subscribe("a", new Witness(lane), entry("c" + i));
        }
        lane.end();
        assertThat(hub.publish("a", Bytes.owned("x"))).isEqualTo(Offer.ACCEPTED);
        Subscription last = hub.subscribe("a", new Witness(lane), entry("late"));

        assertThat(uncaught).isEmpty();
        assertThat(hub.channels()).isZero();
        assertThat(present()).isZero();
        assertThat(last.channel()).isEqualTo("a");
    }

    @Test
    void whoLeavesJustBeforeOthersAreToldThatItComesIsNotAnnounced() {
        Witness watching = new Witness(lane);
        hub.subscribe("a", watching, Entry.PLAIN.withSignals());
        lane.runAll();
        AtomicReference<Subscription> its = new AtomicReference<>();
        Lane hooked = new HookedLane(lane, () -> its.get().unsubscribe());
        its.set(hub.subscribe("a", new Witness(hooked), entry("b")));
        lane.runAll();

        assertThat(watching.told()).as("neither, or both").containsExactly("start 0");
        assertThat(present()).isZero();
    }

    @Test
    void whoLeavesWhileItsPresenceIsRenewedIsGone() {
        Subscription subscription = hub.subscribe("a", new Witness(lane), entry("b"));
        lane.runAll();
        presence.beforeAdd = subscription::unsubscribe;
        lane.pass(PresenceKeeper.TTL);

        assertThat(presence.beforeAdd).as("it was renewed").isNull();
        assertThat(present()).isZero();
    }

    /// A lane whose first alarm is set while something else happens.
    private static final class HookedLane implements Lane {
        private final Lane lane;
        private final Runnable meanwhile;

        HookedLane(Lane lane, Runnable meanwhile) {
            this.lane = lane;
            this.meanwhile = meanwhile;
        }

        @Override
        public void execute(Runnable task) {
            lane.execute(task);
        }

        @Override
        public boolean inLane() {
            return lane.inLane();
        }

        @Override
        public void endOfBatch() {
            lane.endOfBatch();
        }

        @Override
        public void onEndOfBatch(Runnable action) {
            lane.onEndOfBatch(action);
        }

        @Override
        public Alarm schedule(Runnable task, Duration delay) {
            meanwhile.run();
            return lane.schedule(task, delay);
        }
    }

    /// Presence, of which one can do something just before it is told of somebody.
    private static final class HookedPresence implements Presence {
        private final Presence presence;
        private @Nullable Runnable beforeAdd;

        HookedPresence(Presence presence) {
            this.presence = presence;
        }

        @Override
        public CompletionStage<Void> add(String channel, Member member, Duration ttl) {
            Runnable before = beforeAdd;
            beforeAdd = null;
            if (before != null) {
                before.run();
            }
            return presence.add(channel, member, ttl);
        }

        @Override
        public CompletionStage<Void> remove(String channel, String client) {
            return presence.remove(channel, client);
        }

        @Override
        public CompletionStage<List<Member>> members(String channel, int most) {
            return presence.members(channel, most);
        }

        @Override
        public CompletionStage<PresenceStats> stats(String channel) {
            return presence.stats(channel);
        }

        @Override
        public void close() {
            presence.close();
        }
    }
}
