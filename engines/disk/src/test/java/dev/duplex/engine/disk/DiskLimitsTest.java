package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// What the engine on disk holds, at most and for how long.
@Timeout(120)
class DiskLimitsTest {
    private static final StreamOptions BRIEF =
            new StreamOptions(100_000, Duration.ofMinutes(1), Duration.ofHours(1));

    @TempDir private Path directory;
    private final MovableClock clock = new MovableClock();
    private final List<Subject> open = new ArrayList<>();

    private Subject open(DiskLimits.Builder limits) {
        Subject subject =
                new Subject(DiskEngine.builder(directory).limits(limits.build()).clock(clock));
        open.add(subject);
        return subject;
    }

    @AfterEach
    void close() {
        open.forEach(Subject::close);
    }

    private static Published publish(Subject subject, String channel, Draft draft) {
        return Subject.await(subject.streams.publish(channel, draft, BRIEF));
    }

    private static void expire(Subject subject) {
        Subject.await(subject.streams.expire(1_000));
    }

    private static void refused(CompletionStage<?> stage, String words) {
        assertThatThrownBy(() -> stage.toCompletableFuture().get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aStreamIsForgottenWhenItsPositionHasExpired() {
        Subject subject = open(DiskLimits.builder());
        Position first = publish(subject, "a", Subject.text("1")).position();
        clock.pass(Duration.ofMinutes(2));
        expire(subject);
        assertThat(position(subject)).isEqualTo(first);
        clock.pass(Duration.ofHours(1));
        expire(subject);
        Position next = position(subject);
        assertThat(next.offset()).isZero();
        assertThat(next.epoch()).isNotEqualTo(first.epoch());
    }

    @Test
    void aStreamThatIsSubscribedToIsNotForgotten() {
        Subject subject = open(DiskLimits.builder());
        Subject.await(subject.streams.subscribe("a"));
        Position before = position(subject);
        clock.pass(Duration.ofDays(365));
        expire(subject);
        assertThat(position(subject)).isEqualTo(before);
        Subject.await(subject.streams.unsubscribe("a"));
        clock.pass(Duration.ofDays(365));
        expire(subject);
        assertThat(position(subject).epoch()).isNotEqualTo(before.epoch());
    }

    private static Position position(Subject subject) {
        return Subject.await(subject.streams.position("a", BRIEF));
    }

    @Test
    void whatHasExpiredGivesItsRoomBack() throws IOException {
        Subject subject = open(DiskLimits.builder());
        byte[] bytes = new byte[100_000];
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            random.nextBytes(bytes);
            publish(subject, "c" + i % 3, Draft.of(Payload.of(Payload.Kind.BINARY, bytes)));
        }
        subject.streams.store().compact();
        assertThat(subject.streams.room().size()).isGreaterThan(5_000_000);
        clock.pass(Duration.ofMinutes(1));
        expire(subject);
        subject.streams.store().compact();
        assertThat(subject.streams.room().size()).isLessThan(1_000_000);
    }

    @Test
    void anExpiryHasALimitedAmountOfWork() {
        Subject subject = open(DiskLimits.builder());
        List<CompletionStage<Published>> answers = new ArrayList<>();
        for (int i = 0; i < Changes.EXPIRED_AT_ONCE + 10; i++) {
            answers.add(subject.streams.publish("a", Subject.text("" + i), BRIEF));
        }
        answers.forEach(Subject::await);
        clock.pass(Duration.ofMinutes(1));
        expire(subject);
        assertThat(first(subject)).isEqualTo(Changes.EXPIRED_AT_ONCE + 1);
        expire(subject);
        assertThat(first(subject)).isEqualTo(Changes.EXPIRED_AT_ONCE + 11);
    }

    private static long first(Subject subject) {
        byte[] state = Objects.requireNonNull(subject.streams.store().get(Keys.stream("a")));
        return StreamState.decode(state).first();
    }

    @Test
    void whatExpiresSoonerThanWhatPrecedesItStaysWithItAsLongAsThat() {
        // As after a start with a shorter time to live; or after the clock went back.
        StreamOptions before = new StreamOptions(100, Duration.ofHours(10), Duration.ofHours(10));
        Subject subject = open(DiskLimits.builder());
        List<Position> positions = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            positions.add(
                    Subject.await(subject.streams.publish("a", Subject.text("" + i), before))
                            .position());
        }
        for (int i = 3; i <= 4; i++) {
            positions.add(publish(subject, "a", Subject.text("" + i)).position());
        }
        clock.pass(Duration.ofHours(1));
        publish(subject, "a", Subject.text("5"));
        clock.pass(Duration.ofMinutes(2));
        assertThat(texts(subject, Optional.empty(), 10, false)).isEqualTo("12345");
        assertThat(texts(subject, Optional.empty(), 10, true)).isEqualTo("54321");
        assertThat(texts(subject, Optional.empty(), 1, true)).as("the latest").isEqualTo("5");
        assertThat(texts(subject, Optional.of(positions.get(2)), 10, false)).isEqualTo("45");
        assertThat(texts(subject, Optional.of(positions.get(3)), 2, true)).isEqualTo("32");
        clock.pass(Duration.ofHours(10));
        assertThat(texts(subject, Optional.empty(), 10, false)).isEmpty();
        assertThat(texts(subject, Optional.empty(), 10, true)).isEmpty();
        expire(subject);
        assertThat(subject.streams.store().get(Keys.publication("a", 5))).isNull();
    }

    private static String texts(
            Subject subject, Optional<Position> since, int limit, boolean reverse) {
        return Subject.await(
                        subject.streams.read("a", new HistoryQuery(since, limit, reverse), BRIEF))
                .publications()
                .stream()
                .map(Subject::text)
                .collect(Collectors.joining());
    }

    @Test
    void whatCannotBeReadOfAChannelKeepsNoOtherFromExpiring() throws RocksDBException {
        Subject subject = open(DiskLimits.builder());
        for (String channel : List.of("a", "b", "c", "d")) {
            publish(subject, channel, Subject.text("1"));
        }
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(Keys.stream("b"), new byte[] {1});
            batch.put(Keys.publication("c", 1), new byte[] {1});
            subject.streams.store().write(batch, true);
        }
        clock.pass(Duration.ofMinutes(1));
        expire(subject);
        assertThat(subject.streams.store().get(Keys.publication("a", 1))).isNull();
        assertThat(subject.streams.store().get(Keys.publication("d", 1))).isNull();
        refused(
                subject.streams.read("c", HistoryQuery.LATEST, BRIEF),
                "a record of the store is not what it should be");
    }

    @Test
    void whatCannotBeForgottenIsToldOnce() throws RocksDBException {
        Subject subject = open(DiskLimits.builder());
        for (int i = 1; i <= 2; i++) {
            publish(subject, "a", Subject.text("" + i));
        }
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(Keys.publication("a", 2), new byte[] {1});
            subject.streams.store().write(batch, true);
        }
        clock.pass(Duration.ofMinutes(1));
        try (Logged logged = Logged.begin()) {
            for (int i = 0; i < 3; i++) {
                refused(
                        subject.streams.look(1_000),
                        "a record of the store is not what it should be");
            }
            assertThat(logged.records()).hasSize(1);
        }
    }

    @Test
    void aKeyThatIsNotThereDoesNotKeepItsChannel() throws RocksDBException {
        Subject subject = open(DiskLimits.builder());
        assertThat(isAgain(subject, "a")).isFalse();
        assertThat(isAgain(subject, "b")).isFalse();
        // As after a salvage that could not read it.
        try (WriteBatch batch = new WriteBatch()) {
            batch.delete(Keys.order("x", 0));
            subject.streams.store().write(batch, true);
        }
        clock.pass(Duration.ofMinutes(5));
        expire(subject);
        assertThat(subject.streams.store().get(Keys.stream("x"))).isNull();
        assertThat(subject.streams.store().get(Keys.idempotency("x", "b"))).isNull();
    }

    @Test
    void idempotencyKeysAreBoundedInNumberAndTime() {
        Subject subject = open(DiskLimits.builder().idempotencyKeys(3));
        for (String key : List.of("a", "b", "c", "d")) {
            assertThat(isAgain(subject, key)).isFalse();
        }
        assertThat(isAgain(subject, "d")).isTrue();
        assertThat(isAgain(subject, "b")).isTrue();
        assertThat(isAgain(subject, "a")).as("one more than is remembered").isFalse();
        clock.pass(Duration.ofMinutes(5));
        assertThat(isAgain(subject, "d")).as("after its time").isFalse();
        expire(subject);
        assertThat(isAgain(subject, "d")).isTrue();
        clock.pass(Duration.ofMinutes(5));
        expire(subject);
        assertThat(subject.streams.store().get(Keys.stream("x"))).isNull();
        assertThat(subject.streams.store().get(Keys.idempotency("x", "d"))).isNull();
    }

    private static boolean isAgain(Subject subject, String key) {
        return Subject.await(
                        subject.streams.publish(
                                "x",
                                Subject.text("1").withIdempotencyKey(key),
                                StreamOptions.TRANSIENT))
                .duplicate();
    }

    @Test
    void moreThanTheFilesMayHaveIsNotKept() {
        Subject subject = open(DiskLimits.builder().storeBytes(300_000));
        Draft large = Draft.of(Payload.of(Payload.Kind.BINARY, new byte[200_000]));
        publish(subject, "a", large);
        publish(subject, "a", large);
        refused(subject.streams.publish("a", large, BRIEF), "there is no room for more");
        refused(
                subject.streams.compact("a", new Position("e", 1), large),
                "there is no room for more");
        // What is not kept needs none.
        Subject.await(subject.streams.publish("passing", large, StreamOptions.TRANSIENT));
        assertThat(position(subject).offset()).isEqualTo(2);
        // A channel that nobody has asked for yet would have a position written.
        refused(subject.streams.position("new", BRIEF), "there is no room for more");
    }

    @Test
    void whatIsThereIsReadThoughThereIsNoRoomHoweverLongNothingWasPublished() {
        StreamOptions hours =
                new StreamOptions(100_000, Duration.ofHours(10), Duration.ofHours(10));
        Subject subject = open(DiskLimits.builder().storeBytes(300_000));
        Draft large = Draft.of(Payload.of(Payload.Kind.BINARY, new byte[200_000]));
        Subject.await(subject.streams.publish("a", large, hours));
        Position last = Subject.await(subject.streams.publish("a", large, hours)).position();
        refused(subject.streams.publish("a", large, hours), "there is no room for more");
        // More than half of the time for which its position is remembered: with room that would be
        // written again.
        clock.pass(Duration.ofHours(6));
        HistoryPage page =
                Subject.await(
                        subject.streams.read(
                                "a", new HistoryQuery(Optional.empty(), 5, false), hours));
        assertThat(page.publications()).hasSize(2);
        assertThat(page.position()).isEqualTo(last);
        // A subscriber that recovers asks for the same.
        assertThat(Subject.await(subject.streams.position("a", hours))).isEqualTo(last);
    }

    @Test
    void whereThereWasNoRoomThereIsAgainWhenSomethingHasExpired() {
        Subject subject = open(DiskLimits.builder().storeBytes(300_000));
        Draft large = Draft.of(Payload.of(Payload.Kind.BINARY, new byte[200_000]));
        publish(subject, "a", large);
        publish(subject, "a", large);
        refused(subject.streams.publish("a", large, BRIEF), "there is no room for more");
        clock.pass(Duration.ofMinutes(1));
        // The engine itself finds it out, and makes the room.
        Eventually.holds(
                "there is room",
                Duration.ofMinutes(1),
                () -> subject.streams.room().refusal().isEmpty());
        assertThat(publish(subject, "a", large).position().offset()).isEqualTo(3);
    }

    @Test
    void someOfTheDiskIsLeftFree() {
        Subject subject = open(DiskLimits.builder().reserveBytes(Long.MAX_VALUE));
        refused(
                subject.streams.publish("a", Subject.text("1"), BRIEF),
                "there is no room for more");
    }

    @Test
    void whatWaitsForTheDiskIsBounded() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        Witness disk =
                _ -> {
                    writing.countDown();
                    awaitQuietly(slow);
                };
        Subject subject =
                new Subject(
                        DiskEngine.builder(directory)
                                .limits(DiskLimits.builder().waitingBytes(10_000).build())
                                .witness(disk));
        open.add(subject);
        Draft draft = Draft.of(Payload.of(Payload.Kind.BINARY, new byte[6_000]));
        CompletionStage<Published> first = subject.streams.publish("a", draft, BRIEF);
        writing.await();
        CompletionStage<Published> second = subject.streams.publish("a", draft, BRIEF);
        refused(subject.streams.publish("a", draft, BRIEF), "the disk is too slow");
        assertThat(first.toCompletableFuture()).isNotDone();
        assertThat(subject.heard).isEmpty();
        slow.countDown();
        assertThat(Subject.await(first).position().offset()).isOne();
        assertThat(Subject.await(second).position().offset()).isEqualTo(2);
        assertThat(subject.heard).hasSize(2);
    }

    @Test
    void readsThatWaitAreBounded() {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicBoolean waiting = new AtomicBoolean();
        InstantSource slowly =
                () -> {
                    if (waiting.get()) {
                        awaitQuietly(slow);
                    }
                    return clock.instant();
                };
        Subject subject =
                new Subject(
                        DiskEngine.builder(directory)
                                .limits(DiskLimits.builder().waitingReads(1).build())
                                .clock(slowly));
        open.add(subject);
        Position position = publish(subject, "a", Subject.text("1")).position();
        waiting.set(true);
        List<CompletionStage<HistoryPage>> reads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            reads.add(subject.streams.read("a", HistoryQuery.LATEST, BRIEF));
        }
        refused(reads.getLast(), "too many wait");
        slow.countDown();
        assertThat(Subject.await(reads.getFirst()).position()).isEqualTo(position);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("waited for ever");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
