package dev.duplex.channels.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the engine in memory holds, at most and for how long.
class MemoryLimitsTest {
    private static final StreamOptions KEPT =
            new StreamOptions(100, Duration.ofMinutes(1), Duration.ofHours(1));

    private Instant now = Instant.EPOCH;
    private MemoryStreams streams = open(MemoryLimits.DEFAULT);

    private MemoryStreams open(MemoryLimits limits) {
        MemoryStreams opened = new MemoryStreams(limits, () -> now);
        opened.start(
                new StreamListener() {
                    @Override
                    public void published(Publication publication) {}

                    @Override
                    public void signalled(String channel, Signal signal) {}

                    @Override
                    public void resumed(String channel) {}

                    @Override
                    public void interrupted(String channel) {}

                    @Override
                    public void endOfBatch() {}
                });
        return opened;
    }

    private void reopen(MemoryLimits limits) {
        streams.close();
        streams = open(limits);
    }

    @AfterEach
    void close() {
        streams.close();
    }

    private Published publish(String channel, Draft draft, StreamOptions options) {
        return streams.publish(channel, draft, options).toCompletableFuture().join();
    }

    private Position position(String channel) {
        return streams.position(channel, KEPT).toCompletableFuture().join();
    }

    private int kept(String channel) {
        return streams.read(
                        channel, new HistoryQuery(Optional.empty(), HistoryQuery.ALL, false), KEPT)
                .toCompletableFuture()
                .join()
                .publications()
                .size();
    }

    private static Draft bytes(int size) {
        return Draft.of(Payload.of(Payload.Kind.BINARY, new byte[size]));
    }

    @Test
    void whatPassesThroughLeavesNothing() {
        for (int i = 0; i < 1_000; i++) {
            publish("c" + i, bytes(10), StreamOptions.TRANSIENT);
        }
        assertThat(streams.size()).isZero();
        assertThat(streams.historyBytes()).isZero();
    }

    @Test
    void aStreamIsForgottenWhenItsPositionHasExpired() {
        publish("a", bytes(10), KEPT);
        Position before = position("a");
        now = now.plus(Duration.ofMinutes(2));
        streams.expire(10);
        assertThat(streams.historyBytes()).isZero();
        assertThat(streams.size()).isOne();
        now = now.plus(Duration.ofHours(1));
        streams.expire(10);
        assertThat(streams.size()).isZero();

        assertThat(position("a").offset()).isZero();
        assertThat(position("a").epoch()).isNotEqualTo(before.epoch());
    }

    @Test
    void aStreamThatIsSubscribedToIsNotForgotten() {
        assertThat(streams.subscribe("a").toCompletableFuture()).isCompleted();
        Position before = position("a");
        now = now.plus(Duration.ofDays(365));
        streams.expire(10);
        assertThat(position("a")).isEqualTo(before);
        assertThat(streams.unsubscribe("a").toCompletableFuture()).isCompleted();
        now = now.plus(Duration.ofDays(365));
        streams.expire(10);
        assertThat(streams.size()).isZero();
    }

    @Test
    void whatExpiresIsCountedOnceWhoeverComesAcrossIt() {
        for (String channel : List.of("signalled", "unkept", "unsubscribed")) {
            assertThat(streams.subscribe(channel).toCompletableFuture()).isCompleted();
            publish(channel, bytes(10), KEPT);
        }
        now = now.plus(KEPT.historyTtl());
        var _ = streams.signal("signalled", new Signal.Join(Member.of("c", "u")));
        publish("unkept", bytes(10), StreamOptions.TRANSIENT);
        var _ = streams.unsubscribe("unsubscribed");

        assertThat(streams.historyBytes()).isZero();
    }

    @Test
    void allHistoriesTogetherAreBounded() {
        int each = MemoryLimits.PUBLICATION_BYTES + 1_000;
        reopen(new MemoryLimits(1_000, 10L * each, 10, Duration.ofMinutes(5)));
        Position first = publish("c0", bytes(1_000), KEPT).position();
        for (int i = 1; i < 100; i++) {
            publish("c" + i, bytes(1_000), KEPT);
            assertThat(streams.historyBytes()).isLessThanOrEqualTo(10L * each);
        }
        assertThat(kept("c99")).isOne();
        // What was forgotten is its history: its position goes on, so that whoever returns sees the
        // gap.
        assertThat(kept("c0")).isZero();
        assertThat(position("c0")).isEqualTo(first);
    }

    @Test
    void whatIsKeptOfAPublisherCountsToo() {
        reopen(new MemoryLimits(1_000, 100_000, 10, Duration.ofMinutes(5)));
        Payload info = Payload.of(Payload.Kind.BINARY, new byte[10_000]);
        for (int i = 0; i < 100; i++) {
            Member publisher = new Member("client " + i, "ann", info.copy(), info.copy());
            publish("c" + i, bytes(1).withPublisher(publisher), KEPT);
            assertThat(streams.historyBytes()).isLessThanOrEqualTo(100_000);
        }
        assertThat(streams.historyBytes()).isGreaterThan(20_000);
        long kept = 0;
        for (int i = 0; i < 100; i++) {
            kept += kept("c" + i);
        }
        assertThat(kept).isBetween(1L, 4L);
    }

    @Test
    void onePublicationLargerThanTheLimitIsNotKept() {
        reopen(new MemoryLimits(10, 1_000, 10, Duration.ofMinutes(5)));
        Published published = publish("a", bytes(2_000), KEPT);
        assertThat(published.position().offset()).isOne();
        assertThat(streams.historyBytes()).isZero();
        assertThat(position("a")).isEqualTo(published.position());
    }

    @Test
    void streamsAreBoundedAndComeBackWithAnotherEpoch() {
        reopen(new MemoryLimits(10, 1 << 20, 10, Duration.ofMinutes(5)));
        Position first = publish("c0", bytes(10), KEPT).position();
        assertThat(streams.subscribe("subscribed").toCompletableFuture()).isCompleted();
        Position subscribed = position("subscribed");
        for (int i = 1; i < 50; i++) {
            publish("c" + i, bytes(10), KEPT);
            assertThat(streams.size()).isLessThanOrEqualTo(10);
        }
        assertThat(position("c0").epoch()).isNotEqualTo(first.epoch());
        assertThat(position("subscribed")).isEqualTo(subscribed);
    }

    @Test
    void streamsThatCannotBeForgottenAreNotLookedAtForEachPublication() {
        reopen(new MemoryLimits(10, 1 << 20, 10, Duration.ofMinutes(5)));
        for (int i = 0; i < 1_000; i++) {
            assertThat(streams.subscribe("c" + i).toCompletableFuture()).isCompleted();
        }
        for (int i = 0; i < 1_000; i++) {
            publish("c" + i, bytes(10), KEPT);
        }
        assertThat(streams.size()).isEqualTo(1_000);
        assertThat(streams.looked()).isLessThan(100_000);

        // When they can be, they are.
        for (int i = 0; i < 1_000; i++) {
            assertThat(streams.unsubscribe("c" + i).toCompletableFuture()).isCompleted();
        }
        streams.expire(2_000);
        streams.expire(2_000);
        assertThat(streams.size()).isEqualTo(10);
        publish("new", bytes(10), KEPT);
        assertThat(streams.size()).isLessThanOrEqualTo(10);
    }

    @Test
    void idempotencyKeysAreBoundedInNumberAndTime() {
        reopen(new MemoryLimits(10, 1 << 20, 3, Duration.ofMinutes(5)));
        for (String key : new String[] {"a", "b", "c", "d"}) {
            publish("x", bytes(1).withIdempotencyKey(key), StreamOptions.TRANSIENT);
        }
        assertThat(again("d")).isTrue();
        assertThat(again("b")).isTrue();
        assertThat(again("a")).as("one more than is remembered").isFalse();
        now = now.plus(Duration.ofMinutes(5));
        assertThat(again("d")).as("after its time").isFalse();
        now = now.plus(Duration.ofMinutes(5));
        streams.expire(10);
        assertThat(streams.size()).isZero();
    }

    @Test
    void theKeysOfAllChannelsTogetherAreBounded() {
        int each = MemoryLimits.KEY_BYTES + 2 * 100;
        reopen(new MemoryLimits(1_000_000, 10L * each, 10_000, Duration.ofMinutes(5)));
        String rest = "k".repeat(96);
        for (int i = 1_000; i < 1_100; i++) {
            publish("c" + i, bytes(1).withIdempotencyKey(i + rest), StreamOptions.TRANSIENT);
            assertThat(streams.historyBytes()).isLessThanOrEqualTo(10L * each);
        }
        assertThat(streams.historyBytes()).isPositive();
        assertThat(
                        publish(
                                        "c1099",
                                        bytes(1).withIdempotencyKey("1099" + rest),
                                        StreamOptions.TRANSIENT)
                                .duplicate())
                .isTrue();
        now = now.plus(Duration.ofMinutes(5));
        streams.expire(1_000);
        assertThat(streams.historyBytes()).isZero();
    }

    private boolean again(String key) {
        return publish("x", bytes(1).withIdempotencyKey(key), StreamOptions.TRANSIENT).duplicate();
    }
}
