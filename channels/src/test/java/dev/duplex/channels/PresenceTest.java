package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.channels.memory.MemoryLimits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/// Who is in a channel, and who is told of it.
class PresenceTest {
    private static final ChannelOptions OPTIONS =
            ChannelOptions.builder().presence(true).joinLeave(true).build();

    private Instant now = Instant.EPOCH;
    private final ManualLane lane = new ManualLane();
    private final Engine engine = MemoryEngine.create(MemoryLimits.DEFAULT, () -> now);
    private final Hub hub =
            Hub.builder()
                    .engine(engine)
                    .limits(HubLimits.builder().presenceMembers(3).build())
                    .namespaces(
                            Namespaces.of(Map.of("", OPTIONS, "bare", ChannelOptions.TRANSIENT)))
                    .build();

    private static Entry entry(String client, String user) {
        return Entry.PLAIN.withMember(Member.of(client, user)).withSignals();
    }

    private static <T> T done(CompletionStage<Result<T>> result) {
        return result.toCompletableFuture().join().orElseThrow();
    }

    private List<String> present() {
        return done(hub.presence("room")).stream().map(Member::client).sorted().toList();
    }

    @Test
    void thoseInAChannelArePresentAndToldOfEachOther() {
        Witness ann = new Witness(lane);
        Witness ben = new Witness(lane);
        Witness quiet = new Witness(lane);
        hub.subscribe("room", ann, entry("a", "ann"));
        hub.subscribe("room", quiet, Entry.PLAIN);
        lane.runAll();
        Subscription bens = hub.subscribe("room", ben, entry("b", "ben"));
        lane.runAll();
        assertThat(present()).containsExactly("a", "b");
        bens.unsubscribe();
        lane.runAll();

        assertThat(present()).containsExactly("a");
        assertThat(ann.told()).containsExactly("start 0", "join a", "join b", "leave b");
        assertThat(quiet.told()).containsExactly("start 0");
        assertThat(ben.told()).containsExactly("start 0", "join b");
    }

    @Test
    void ofMoreThanTheLimitItIsOnlyToldHowManyTheyAre() {
        for (String client : List.of("a", "b", "c")) {
            hub.subscribe("room", new Witness(lane), entry(client, "ann"));
        }
        lane.runAll();
        assertThat(present()).containsExactly("a", "b", "c");
        Subscription fourth = hub.subscribe("room", new Witness(lane), entry("d", "ben"));
        lane.runAll();

        assertThat(hub.presence("room").toCompletableFuture().join())
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        it -> {
                            assertThat(it.problem()).isEqualTo(Problem.LIMIT_EXCEEDED);
                            assertThat(it.reason()).contains("more than 3", "presence_stats");
                        });
        assertThat(done(hub.presenceStats("room"))).isEqualTo(new PresenceStats(4, 2));
        fourth.unsubscribe();
        assertThat(present()).containsExactly("a", "b", "c");
    }

    @Test
    void statsCountClientsAndUsers() {
        hub.subscribe("room", new Witness(lane), entry("a", "ann"));
        hub.subscribe("room", new Witness(lane), entry("b", "ann"));
        hub.subscribe("room", new Witness(lane), entry("c", "ben"));
        lane.runAll();

        assertThat(done(hub.presenceStats("room"))).isEqualTo(new PresenceStats(3, 2));
        assertThat(done(hub.presenceStats("empty"))).isEqualTo(new PresenceStats(0, 0));
    }

    @Test
    void whoStaysStaysPresentAndWhoseNodeIsGoneExpires() {
        hub.subscribe("room", new Witness(lane), entry("a", "ann"));
        lane.runAll();
        var _ = engine.presence().add("room", Member.of("dead", "x"), PresenceKeeper.TTL);
        assertThat(present()).containsExactly("a", "dead");
        for (int i = 0; i < 10; i++) {
            now = now.plus(PresenceKeeper.TTL.dividedBy(3));
            lane.pass(PresenceKeeper.TTL.dividedBy(3));
        }

        assertThat(present()).containsExactly("a");
    }

    @Test
    void whoIsDroppedIsPresentNoMore() {
        Witness slow = new Witness(lane).answering(_ -> Offer.FULL);
        hub.subscribe("room", slow, entry("a", "ann"));
        lane.runAll();
        assertThat(hub.publish("room", Bytes.owned("x"))).isEqualTo(Offer.ACCEPTED);
        lane.runAll();

        assertThat(slow.told()).endsWith("FULL x", "ended SLOW");
        assertThat(present()).isEmpty();
    }

    @Test
    void aLaneThatEndsTakesItsMembersAlong() {
        hub.subscribe("room", new Witness(lane), entry("a", "ann"));
        lane.runAll();
        lane.end();
        assertThat(hub.publish("room", Bytes.owned("x"))).isEqualTo(Offer.ACCEPTED);

        assertThat(present()).isEmpty();
        assertThat(hub.channels()).isZero();
    }

    @Test
    void aChannelWithoutPresenceDoesNotSay() {
        assertThat(hub.presence("bare:a").toCompletableFuture().join())
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        it -> assertThat(it.problem()).isEqualTo(Problem.NOT_AVAILABLE));
        assertThat(hub.presenceStats("none:a").toCompletableFuture().join())
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        it -> assertThat(it.problem()).isEqualTo(Problem.UNKNOWN_CHANNEL));
    }
}
