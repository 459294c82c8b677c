package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.EngineException;
import dev.duplex.testkit.Eventually;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What this node believes that it is subscribed to, whenever Redis answers.
@Timeout(60)
class TopicsTest {
    private static final Duration PATIENCE = Duration.ofMillis(1);
    private static final int MANY = 2_000;
    private static final int ROUNDS = 20;

    private final Resources resources =
            new Resources(RedisLimits.builder().patience(PATIENCE).build(), RedisObserver.NONE);
    private final Topics topics = new Topics("a test", resources, () -> {}, Optional.empty());
    private final Link<StatefulRedisPubSubConnection<String, byte[]>> link =
            new Link<>(
                    "a test",
                    "what is published",
                    () -> CompletableFuture.failedStage(new AssertionError("connected to")),
                    it -> it.async().ping(),
                    topics,
                    resources);

    /// What was told, of any topic.
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        topics.close();
        resources.close();
    }

    private ScriptedConnection connect() {
        ScriptedConnection connection = new ScriptedConnection();
        CompletionStage<Void> _ = topics.begin(link, connection.connection());
        return connection;
    }

    private CompletionStage<Void> join(String topic) {
        return topics.join(
                topic,
                new Topic.Hearer() {
                    @Override
                    public void heard(byte[] message) {
                        told.add(topic + " " + new String(message, StandardCharsets.UTF_8));
                    }

                    @Override
                    public void endOfBatch() {}

                    @Override
                    public void resumed() {
                        told.add(topic + " resumed");
                    }

                    @Override
                    public void interrupted() {
                        told.add(topic + " interrupted");
                    }
                });
    }

    /// All that is joined now has waited too long.
    private static void outlastPatience() {
        long now = System.nanoTime();
        Eventually.holds(
                "it has waited too long",
                () -> System.nanoTime() - now > PATIENCE.multipliedBy(2).toNanos());
    }

    private static void isGivenUp(CompletionStage<Void> joining) {
        assertThat(joining)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(EngineException.class)
                .withMessageContaining("did not subscribe within");
    }

    /// All answers that have come have been dealt with.
    private void awaitAnswers() {
        Eventually.holds("they have been dealt with", resources.answers().submit(() -> {})::isDone);
    }

    @Test
    void whatIsBeingGivenUpIsNotJoinedByAnAnswerThatComesMeanwhile() {
        for (int round = 0; round < ROUNDS; round++) {
            ScriptedConnection connection = connect();
            answerTheLastWhileAllAreGivenUp(connection);
            topics.ended(connection.connection());
        }
    }

    /// So many that an answer finds its moment, if there is one, while they are given up one after the other.
    private void answerTheLastWhileAllAreGivenUp(ScriptedConnection connection) {
        Map<String, CompletionStage<Void>> joining = new LinkedHashMap<>();
        for (int i = 0; i < MANY; i++) {
            joining.put("t" + i, join("t" + i));
        }
        String last = "t" + (MANY - 1);
        List<String> left = new ArrayList<>();
        List<Thread> loops = new ArrayList<>();
        connection.unsubscribing(topic -> {
            left.add(topic);
            if (loops.isEmpty()) {
                Thread loop = Thread.ofPlatform().start(() -> connection.subscribed(last));
                loops.add(loop);
                Eventually.holds(
                        "the answer has been dealt with, or waits",
                        () -> !loop.isAlive() || loop.getState() == Thread.State.BLOCKED);
            }
        });
        outlastPatience();
        topics.tick();
        Eventually.holds("the answer has been dealt with", () -> !loops.getFirst().isAlive());

        assertThat(left).containsExactlyElementsOf(joining.keySet());
        joining.values().forEach(TopicsTest::isGivenUp);
        assertThat(topics.count()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void whoWasRefusedIsServedLater() {
        ScriptedConnection connection = connect();
        CompletionStage<Void> refused = join("a");
        connection.failed(0, new RedisCommandExecutionException("NOPERM no permissions"));
        outlastPatience();
        topics.tick();
        isGivenUp(refused);

        CompletionStage<Void> served = join("a");
        connection.subscribed("a");
        assertThat(served).succeedsWithin(Duration.ofSeconds(30));
        connection.publishes("a", "1");
        assertThat(told).containsExactly("a 1");
    }

    @Test
    void anAnswerThatIsLateIsNotTakenForALaterOne() {
        ScriptedConnection connection = connect();
        CompletionStage<Void> late = join("a");
        connection.failed(0, new RedisCommandTimeoutException("it took too long"));
        outlastPatience();
        topics.tick();
        isGivenUp(late);

        CompletionStage<Void> second = join("a");
        connection.subscribed("a");
        awaitAnswers();
        assertThat(second.toCompletableFuture()).as("it may end meanwhile").isNotDone();
        connection.subscribed("a");
        assertThat(second).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void whoeverManyConnectionsHaveEndedForIsToldOnce() {
        ScriptedConnection before = connect();
        CompletionStage<Void> first = join("a");
        CompletionStage<Void> second = join("b");
        before.subscribed("a");
        before.subscribed("b");
        assertThat(first).succeedsWithin(Duration.ofSeconds(30));
        assertThat(second).succeedsWithin(Duration.ofSeconds(30));
        CountDownLatch busy = new CountDownLatch(1);
        resources.clock().execute(() -> awaitUninterrupted(busy));
        ScriptedConnection last = before;
        for (int i = 0; i < 3; i++) {
            topics.ended(last.connection());
            last = connect();
            last.subscribed("a");
            last.subscribed("b");
            last.publishes("a", "" + i);
        }
        assertThat(told)
                .as("in order with what is heard")
                .containsExactly(
                        "a resumed",
                        "b resumed",
                        "a 0",
                        "a resumed",
                        "b resumed",
                        "a 1",
                        "a resumed",
                        "b resumed",
                        "a 2");
        told.clear();
        busy.countDown();
        Eventually.holds("they are told", () -> told.contains("b interrupted"));
        Eventually.holds("all of them", resources.clock().submit(() -> {})::isDone);
        assertThat(told).containsExactly("a interrupted", "b interrupted");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            // The test has ended otherwise.
            Thread.currentThread().interrupt();
        }
    }
}
