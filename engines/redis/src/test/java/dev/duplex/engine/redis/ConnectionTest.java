package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Published;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.faults.Choice;
import dev.duplex.faults.Direction;
import dev.duplex.faults.FaultProxy;
import dev.duplex.testkit.RedisServer;
import io.lettuce.core.AclSetuserArgs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of what is asked for while Redis, or the way to it, is not there.
@Timeout(120)
class ConnectionTest {
    private static final String CHANNEL = "news:a";

    /// What a test waits for to have been too long, and what is not too long for what goes well on a machine that stands still now and then.
    private static final Duration SHORT = Duration.ofSeconds(5);

    @TempDir Path directory;

    private RedisServer redis;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws Exception {
        redis = RedisServer.start(directory);
        proxy = FaultProxy.start(redis.port());
    }

    @AfterEach
    void stop() {
        proxy.close();
        redis.close();
    }

    private RedisEngine.Builder builder() {
        return RedisEngine.builder(Asked.url(proxy));
    }

    private Heard impatient() {
        return new Heard(builder(), RedisLimits.builder().patience(SHORT).build());
    }

    private static EngineException failure(CompletionStage<?> stage) throws Exception {
        try {
            Object answer = stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
            throw new AssertionError("it did not fail, but was answered " + answer);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException failure) {
                return failure;
            }
            throw new AssertionError("it failed otherwise", e);
        }
    }

    @Test
    void whatIsAskedForWaitsForTheConnection() {
        try (Heard node = new Heard(builder())) {
            node.publish(CHANNEL, "0");
            proxy.block();
            node.awaitLoss();
            List<CompletionStage<Published>> waiting =
                    IntStream.range(1, 20).mapToObj(i -> node.publishing(CHANNEL, "" + i)).toList();
            CompletionStage<Void> subscribing = node.engine.streams().subscribe(CHANNEL);
            proxy.normal();
            waiting.forEach(Heard::await);
            Heard.await(subscribing);
            assertThat(node.texts(CHANNEL))
                    .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "" + i).toList());
        }
    }

    @Test
    void itFailsWhenThatTakesTooLong() throws Exception {
        try (Heard node = impatient()) {
            proxy.block();
            node.awaitLoss();
            CompletionStage<Published> publishing = node.publishing(CHANNEL, "1");
            CompletionStage<Void> subscribing = node.engine.streams().subscribe(CHANNEL);
            assertThat(failure(publishing)).hasMessageContaining("is not connected");
            assertThat(failure(subscribing)).hasMessageContaining("did not subscribe within");
            proxy.normal();
            node.awaitHealth(RedisHealth.WORKING);
            node.subscribe(CHANNEL);
            assertThat(node.publish(CHANNEL, "2").offset()).isOne();
            Waiting.until("it comes", () -> node.heard().equals(List.of("2")));
            assertThat(node.redis.usage().waitingBytes()).isZero();
        }
    }

    @Test
    void whatWasSentIsNotSentAgain() throws Exception {
        try (Heard node = new Heard(builder())) {
            node.publish(CHANNEL, "1");
            proxy.stall(EnumSet.of(Direction.TO_CLIENT), Choice.all());
            CompletionStage<Published> unanswered = node.publishing(CHANNEL, "2");
            Waiting.until(
                    "Redis has it",
                    () ->
                            Asked.of(redis, it -> it.llen(new Keys("duplex").stream(CHANNEL)[1]))
                                    == 2);
            proxy.cut();
            assertThat(failure(unanswered)).hasMessageContaining("may have happened");
            node.awaitHealth(RedisHealth.WORKING);
            assertThat(node.texts(CHANNEL)).containsExactly("1", "2");
        }
    }

    @Test
    void whoMayHaveMissedSomethingIsTold() {
        Set<String> channels =
                Set.copyOf(IntStream.range(0, 2_000).mapToObj(i -> "news:" + i).toList());
        try (Heard node = new Heard(builder());
                Heard elsewhere = new Heard(RedisEngine.builder(redis.url()))) {
            List<CompletionStage<Void>> subscribing = new ArrayList<>();
            channels.forEach(it -> subscribing.add(node.engine.streams().subscribe(it)));
            subscribing.forEach(Heard::await);
            proxy.block();
            node.awaitLoss();
            elsewhere.publish("news:7", "missed");
            assertThat(node.interrupted).isEmpty();
            proxy.normal();
            Waiting.until("all are told", () -> Set.copyOf(node.interrupted).equals(channels));
            assertThat(node.interrupted).doesNotHaveDuplicates();
            Waiting.until(
                    "it was said of all when they were brought again",
                    () -> Set.copyOf(node.resumed).equals(channels));
            elsewhere.publish("news:7", "not missed");
            Waiting.until("it comes", () -> node.heard().equals(List.of("not missed")));
        }
    }

    @Test
    void aConnectionThatSaysNothingIsReplaced() {
        try (Heard node = impatient();
                Heard elsewhere = new Heard(RedisEngine.builder(redis.url()))) {
            node.subscribe(CHANNEL);
            proxy.stall(EnumSet.allOf(Direction.class), Choice.all());
            node.awaitLoss();
            Waiting.until("it is told", () -> node.interrupted.contains(CHANNEL));
            elsewhere.publish(CHANNEL, "1");
            Waiting.until("it comes", () -> node.heard().equals(List.of("1")));
            node.awaitHealth(RedisHealth.WORKING);
            assertThat(node.publish(CHANNEL, "2").offset()).isEqualTo(2);
        }
    }

    @Test
    void whatRedisRefusedIsSubscribedToOnceItAllowsThat() throws Exception {
        Asked.of(redis, it -> it.aclSetuser("default", AclSetuserArgs.Builder.resetChannels()));
        try (Heard node = impatient()) {
            for (int i = 0; i < 2; i++) {
                assertThat(failure(node.engine.streams().subscribe(CHANNEL)))
                        .hasMessageContaining("did not subscribe within");
            }
            Asked.of(redis, it -> it.aclSetuser("default", AclSetuserArgs.Builder.allChannels()));
            node.subscribe(CHANNEL);
            node.publish(CHANNEL, "1");
            Waiting.until("it comes", () -> node.heard().equals(List.of("1")));
            assertThat(node.losses()).as("by the same connection").isZero();
        }
    }

    @Test
    void aServerThatForgotItsScriptsKeepsTheOrder() {
        try (Heard node = new Heard(builder())) {
            List<CompletionStage<Published>> publishing = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                if (i % 500 == 250) {
                    Asked.of(redis, it -> it.scriptFlush());
                }
                publishing.add(node.publishing(CHANNEL, "" + i));
            }
            publishing.forEach(Heard::await);
            assertThat(node.texts(CHANNEL))
                    .isEqualTo(IntStream.range(0, 2_000).mapToObj(i -> "" + i).toList());
        }
    }

    @Test
    void whatIsOpenFailsWhenItIsClosed() throws Exception {
        Heard node = new Heard(builder());
        proxy.stall(EnumSet.of(Direction.TO_CLIENT), Choice.all());
        CompletionStage<Published> sent = node.publishing(CHANNEL, "1");
        node.close();
        assertThat(failure(sent)).hasMessageContaining("may have happened");
        assertThat(failure(node.publishing(CHANNEL, "2"))).hasMessageContaining("not open");
        assertThat(failure(node.engine.streams().subscribe(CHANNEL)))
                .hasMessageContaining("not open");
    }

    @Test
    void whereNobodyListensOpeningFails() {
        proxy.block();
        assertThatThrownBy(() -> builder().start())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("Redis at 127.0.0.1:" + proxy.address().getPort());
    }

    @Test
    void aReplicaIsNoPlaceForChannels(@TempDir Path other) {
        try (RedisServer replica =
                RedisServer.start(other, "--replicaof", "127.0.0.1 " + redis.port())) {
            assertThatThrownBy(() -> RedisEngine.builder(replica.url()).start())
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("it is a replica");
        }
    }

    @Test
    void aPasswordIsAskedFor() {
        try (RedisServer closed = RedisServer.start(directory, "--requirepass", "open sesame")) {
            assertThatThrownBy(() -> RedisEngine.builder(closed.url()).start())
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("NOAUTH");
            assertThatThrownBy(() -> RedisEngine.builder(closed.url()).password("wrong").start())
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("WRONGPASS");
            try (Heard node =
                    new Heard(RedisEngine.builder(closed.url()).password("open sesame"))) {
                assertThat(node.publish(CHANNEL, "1").offset()).isOne();
            }
            String url = closed.url().replace("redis://", "redis://:open%20sesame@");
            try (Heard node = new Heard(RedisEngine.builder(url))) {
                assertThat(node.publish(CHANNEL, "2").offset()).isEqualTo(2);
                assertThat(node.redis.servers()).containsExactly("127.0.0.1:" + closed.port());
            }
        }
    }
}
