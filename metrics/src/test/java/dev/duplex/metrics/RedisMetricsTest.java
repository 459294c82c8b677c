package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.engine.redis.RedisEngine;
import dev.duplex.testkit.RedisServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an engine on Redis asks, is answered and is sent.
@Timeout(60)
class RedisMetricsTest {
    @TempDir private Path directory;

    private final Metrics metrics = Metrics.builder().jvm(false).build();
    private final CountDownLatch came = new CountDownLatch(1);

    private final StreamListener listener =
            new StreamListener() {
                @Override
                public void published(Publication publication) {
                    came.countDown();
                }

                @Override
                public void signalled(String channel, Signal signal) {}

                @Override
                public void resumed(String channel) {}

                @Override
                public void interrupted(String channel) {}

                @Override
                public void endOfBatch() {}
            };

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatIsAskedAndSentCounts() throws Exception {
        try (RedisServer redis = RedisServer.start(directory);
                Engine engine =
                        RedisEngine.builder(redis.url())
                                .observer(new RedisMetrics(metrics))
                                .open();
                Running running = new Running(metrics, it -> it)) {
            engine.streams().start(listener);
            await(engine.streams().subscribe("a:b"));
            Payload payload = Payload.of(Payload.Kind.JSON, "1".getBytes(StandardCharsets.UTF_8));
            await(engine.streams().publish("a:b", Draft.of(payload), StreamOptions.TRANSIENT));
            assertThat(came.await(30, TimeUnit.SECONDS)).isTrue();
            Exposition scraped = running.scrape();

            assertThat(scraped.value("duplex_redis_answer_seconds_count", "done", "true")).isOne();
            assertThat(scraped.value("duplex_redis_answer_seconds_count", "done", "false"))
                    .isZero();
            assertThat(scraped.value("duplex_redis_received_total")).isOne();
            assertThat(scraped.value("duplex_redis_received_bytes_total")).isPositive();
            assertThat(scraped.value("duplex_redis_waiting_bytes")).isZero();
            assertThat(scraped.value("duplex_redis_subscriptions")).isOne();
            assertThat(scraped.value("duplex_redis_health", "state", "working")).isOne();
            assertThat(scraped.value("duplex_redis_health", "state", "away")).isZero();

            redis.kill();
            Exposition away =
                    running.await(it -> it.value("duplex_redis_health", "state", "away") == 1);
            assertThat(away.value("duplex_redis_disconnects_total")).isPositive();
        }
    }
}
