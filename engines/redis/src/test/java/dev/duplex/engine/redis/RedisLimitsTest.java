package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Published;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.faults.FaultProxy;
import dev.duplex.testkit.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RedisLimitsTest {
    private static RedisServer redis;

    @BeforeAll
    static void startRedis(@TempDir Path directory) {
        redis = RedisServer.start(directory);
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    private static Heard with(RedisLimits limits) {
        return new Heard(RedisEngine.builder(redis.url()), limits);
    }

    private static Published once(Heard node, String channel, String key) {
        return Heard.await(
                node.engine
                        .streams()
                        .publish(channel, Heard.draft(key).withIdempotencyKey(key), Heard.KEPT));
    }

    @Test
    void whatWaitsForAnAnswerIsBounded() throws Exception {
        try (FaultProxy proxy = FaultProxy.start(redis.port());
                Heard node =
                        new Heard(
                                RedisEngine.builder(Asked.url(proxy)),
                                RedisLimits.builder()
                                        .waitingBytes(100_000)
                                        .patience(Waiting.PATIENT.patience())
                                        .build())) {
            proxy.block();
            node.awaitLoss();
            CompletionStage<Published> first = node.publishing("limits:a", "x".repeat(60_000));
            CompletionStage<Published> second = node.publishing("limits:a", "y".repeat(60_000));
            assertThatThrownBy(() -> second.toCompletableFuture().get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("waiting-bytes");
            assertThat(node.redis.usage().waitingBytes()).isBetween(60_000L, 100_000L);
            proxy.normal();
            assertThat(Heard.await(first).position().offset()).isOne();
            assertThat(node.redis.usage().waitingBytes()).isLessThan(60_000);
        }
    }

    @Test
    void theOldestIdempotencyKeyIsForgotten() {
        try (Heard node = with(RedisLimits.builder().idempotencyKeys(3).build())) {
            for (String key : new String[] {"a", "b", "c", "d"}) {
                assertThat(once(node, "limits:keys", key).duplicate()).isFalse();
                // Keys of one moment are forgotten by their names.
                Waiting.pass(Duration.ofMillis(5));
            }
            assertThat(once(node, "limits:keys", "d").duplicate()).isTrue();
            assertThat(once(node, "limits:keys", "b").duplicate()).isTrue();
            assertThat(once(node, "limits:keys", "a").duplicate()).isFalse();
        }
    }

    @Test
    void anIdempotencyKeyIsForgottenAfterItsWindow() {
        RedisLimits brief = RedisLimits.builder().idempotencyWindow(Duration.ofMillis(300)).build();
        try (Heard node = with(brief)) {
            // Now and then a machine stands still for longer than the window.
            AtomicInteger keys = new AtomicInteger();
            Waiting.until(
                    "it is remembered", () -> isRemembered(node, "k" + keys.incrementAndGet()));
            Waiting.pass(Duration.ofMillis(400));
            assertThat(once(node, "limits:window", "k" + keys).duplicate()).isFalse();
        }
    }

    private static boolean isRemembered(Heard node, String key) {
        Published first = once(node, "limits:window", key);
        return once(node, "limits:window", key).equals(new Published(first.position(), true));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> RedisLimits.builder().waitingBytes(0).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RedisLimits.builder().patience(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RedisEngine.builder("http://localhost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("localhost");
        assertThatThrownBy(() -> RedisEngine.builder())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RedisEngine.builder(redis.url()).prefix("a{b"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
