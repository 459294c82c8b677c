package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.faults.RedisSentinels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The engine goes where the sentinels say: real ones, with a real replica, which lacks what the master did last.
@Timeout(180)
class SentinelTest {
    private static final String CHANNEL = "news:a";

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir Path folder;

    private RedisSentinels sentinels;

    @BeforeEach
    void start() throws Exception {
        sentinels = RedisSentinels.start(folder);
    }

    @AfterEach
    void stop() {
        sentinels.close();
    }

    private RedisEngine.Builder builder() {
        return RedisEngine.builder(sentinels.url());
    }

    /// Publishes until it is done.
    private static Position publishAtLast(Heard node, String text) throws InterruptedException {
        while (true) {
            try {
                return node.publishing(CHANNEL, text).toCompletableFuture().get().position();
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(EngineException.class);
            }
        }
    }

    @Test
    void noPositionIsGivenOutTwice() throws Exception {
        try (Heard node = new Heard(builder());
                Heard other = new Heard(builder())) {
            node.subscribe(CHANNEL);
            other.subscribe(CHANNEL);
            Position known = node.publish(CHANNEL, "1");
            Waiting.until("it comes", () -> other.heard().contains("1"));
            sentinels.holdBack();
            List<Position> lost = new ArrayList<>();
            for (String text : List.of("lost 1", "lost 2", "lost 3")) {
                lost.add(node.publish(CHANNEL, text));
            }
            Waiting.until("all come", () -> other.heard().contains("lost 3"));

            sentinels.kill();
            Position after = publishAtLast(other, "after");
            // As many as were lost: without another epoch they would be taken for these.
            publishAtLast(node, "more");
            Position last = publishAtLast(other, "still more");

            assertThat(lost.getLast()).isEqualTo(new Position(known.epoch(), 4));
            assertThat(after.epoch()).isNotEqualTo(known.epoch());
            assertThat(last).isEqualTo(new Position(after.epoch(), 4));
            assertThat(node.texts(CHANNEL)).containsExactly("1", "after", "more", "still more");
            for (Heard each : List.of(node, other)) {
                each.awaitHealth(RedisHealth.WORKING);
                Waiting.until("it is told", () -> each.interrupted.contains(CHANNEL));
                Waiting.until("it hears again", () -> hears(each));
                assertThat(each.published.stream().map(Publication::position))
                        .doesNotHaveDuplicates();
            }
            assertThat(node.position(CHANNEL)).isEqualTo(other.position(CHANNEL));
        }
    }

    /// Whether what is published elsewhere comes to a node.
    private boolean hears(Heard node) {
        String text = "probe " + node.heard().size();
        try (Heard elsewhere = new Heard(builder())) {
            elsewhere.publish(CHANNEL, text);
        }
        return node.heard().contains(text);
    }

    /// The master of before takes and answers what is published there, until the sentinels tell it otherwise some seconds after it is back: all of that would be lost.
    @Test
    void whoIsStillAtTheMasterOfBeforeIsMoved() throws Exception {
        // The connections would not be given up for not being answered.
        RedisLimits patient = RedisLimits.builder().patience(LONG).build();
        try (Heard node = new Heard(builder(), patient)) {
            node.subscribe(CHANNEL);
            Position before = node.publish(CHANNEL, "1");
            sentinels.pause();
            sentinels.awaitFailover();
            node.awaitLoss();
            node.awaitHealth(RedisHealth.WORKING);
            Position after = node.publish(CHANNEL, "2");
            sentinels.resume();
            assertThat(after.epoch()).isNotEqualTo(before.epoch());
            Waiting.until("it comes", () -> node.heard().contains("2"));
            assertThat(node.publish(CHANNEL, "3")).isEqualTo(new Position(after.epoch(), 3));
        }
    }

    @Test
    void aNameThatTheyDoNotKnowIsTold() {
        String other = sentinels.url().replaceFirst("#.*", "#other");
        assertThatThrownBy(() -> RedisEngine.builder(other).start())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no sentinel tells who the master is")
                .hasMessageContaining("No such master");
    }

    /// More than half are enough, and those that do not answer are not waited for.
    @Test
    void oneThatDoesNotAnswerCostsNoTime() throws Exception {
        // Of TEST-NET-1: nobody answers there, and nobody refuses.
        String more = sentinels.url().replace("://", "://192.0.2.1:26379,");
        RedisLimits patient = RedisLimits.builder().patience(LONG).build();
        try (Heard node = new Heard(RedisEngine.builder(more), patient)) {
            assertThat(
                            node.publishing(CHANNEL, "1")
                                    .toCompletableFuture()
                                    .get(30, TimeUnit.SECONDS)
                                    .position()
                                    .offset())
                    .isOne();
        }
    }
}
