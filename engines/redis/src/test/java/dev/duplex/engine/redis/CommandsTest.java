package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Published;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.faults.Choice;
import dev.duplex.faults.Direction;
import dev.duplex.faults.FaultProxy;
import dev.duplex.testkit.RedisServer;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of what a server refused because it has forgotten its scripts, when something else happens before that is dealt with.
@Timeout(120)
class CommandsTest {
    private static final String CHANNEL = "news:a";

    @TempDir Path directory;

    private final Resources resources = new Resources(Waiting.PATIENT, RedisObserver.NONE);
    private RedisServer redis;
    private FaultProxy proxy;
    private RedisStreams streams;

    @BeforeEach
    void start() throws Exception {
        redis = RedisServer.start(directory);
        proxy = FaultProxy.start(redis.port());
        RedisURI address = RedisURI.create(Asked.url(proxy));
        Spread one = new Spread(resources, List.of(address), Optional.empty());
        one.open(Waiting.PATIENT.patience());
        streams = new RedisStreams(one, new Keys("duplex"), Waiting.PATIENT, false);
    }

    @AfterEach
    void stop() {
        streams.close();
        proxy.close();
        redis.close();
    }

    private CompletionStage<Published> publishing(String text) {
        return streams.publish(CHANNEL, Heard.draft(text), Heard.KEPT);
    }

    /// One that is refused; that is not dealt with as long as answers are held.
    private CompletionStage<Published> refused() {
        Asked.of(redis, it -> it.scriptFlush());
        CompletionStage<Published> first = publishing("1");
        Waiting.until("it is refused", () -> Asked.refusals(redis, "NOSCRIPT") > 0);
        return first;
    }

    private static void failsOvertaken(CompletionStage<Published> first) {
        assertThatThrownBy(() -> Heard.await(first))
                .rootCause()
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("may have done what came after it");
    }

    /// Another node, which gives the server the scripts.
    private Heard another() {
        return new Heard(RedisEngine.builder(redis.url()));
    }

    /// What came later, and is done.
    private CompletionStage<Published> done() {
        CompletionStage<Published> second = publishing("2");
        Waiting.until("it is there", () -> Asked.history(redis, CHANNEL) > 0);
        return second;
    }

    @Test
    void itIsNotDoneBehindWhatCameLater() {
        CountDownLatch answers = Waiting.holdAnswers(resources);
        CompletionStage<Published> first = refused();
        try (Heard other = another()) {
            CompletionStage<Published> second = done();
            answers.countDown();
            Heard.await(second);
            failsOvertaken(first);
            assertThat(other.texts(CHANNEL)).containsExactly("2");
        }
    }

    @Test
    void itIsNotDoneBehindWhatMayHaveBeenDone() {
        CountDownLatch answers = Waiting.holdAnswers(resources);
        CompletionStage<Published> first = refused();
        try (Heard other = another()) {
            proxy.stall(EnumSet.of(Direction.TO_CLIENT), Choice.all());
            CompletionStage<Published> second = done();
            proxy.cut();
            answers.countDown();
            assertThatThrownBy(() -> Heard.await(second))
                    .hasStackTraceContaining("was lost: what was asked for may have happened");
            failsOvertaken(first);
            assertThat(other.texts(CHANNEL)).containsExactly("2");
        }
    }

    @Test
    void itFailsWhenTheEngineIsBeingClosed() {
        CountDownLatch answers = Waiting.holdAnswers(resources);
        CompletionStage<Published> first = refused();
        Thread closing = Thread.ofPlatform().start(streams::close);
        Waiting.until(
                "it is being closed",
                () -> publishing("2").toCompletableFuture().isCompletedExceptionally());
        answers.countDown();
        assertThatThrownBy(() -> Heard.await(first))
                .rootCause()
                .isInstanceOfAny(EngineException.class, RedisException.class);
        Waiting.until("it is closed", () -> !closing.isAlive());
    }
}
