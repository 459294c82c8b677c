package dev.duplex.bench.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.bench.BenchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishersTest {
    /// Answers what was published when it is flushed, the latest first.
    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();

    private int most;

    private CompletionStage<?> publish() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        waiting.add(answer);
        most = Math.max(most, waiting.size());
        return answer;
    }

    private void answerAll() {
        List<CompletableFuture<Void>> all = new ArrayList<>(waiting).reversed();
        waiting.clear();
        all.forEach(it -> it.complete(null));
    }

    @Test
    void publishesAsOftenAsItIsTold() throws InterruptedException {
        Publishers publishers = new Publishers(this::answerAll);
        Publishers.Group group = publishers.add(7, this::publish);
        publishers.publish(24);
        assertThat(group.begun()).isEqualTo(24);
        assertThat(waiting).isEmpty();
        assertThat(most).isEqualTo(7);
        publishers.publish(7);
        assertThat(group.begun()).isEqualTo(31);
    }

    @Test
    void countsWhatIsAcknowledgedInTheWindowOfEachGroupAlone() throws InterruptedException {
        Publishers publishers = new Publishers(this::answerAll);
        Publishers.Group many = publishers.add(5, this::publish);
        Publishers.Group one = publishers.add(1, () -> CompletableFuture.completedStage("done"));
        assertThat(publishers.measure(Duration.ofMillis(20))).isGreaterThanOrEqualTo(20_000_000);
        long counted = many.latencies().getTotalCount();
        assertThat(counted).isPositive().isEqualTo(many.begun() - 5);
        assertThat(one.latencies().getTotalCount()).isEqualTo(one.begun() - 1);
        publishers.finish();
        assertThat(many.latencies().getTotalCount()).isEqualTo(many.begun());
    }

    @Test
    void anyFailureIsTheEnd() {
        Publishers publishers = new Publishers(() -> {});
        publishers.add(
                1,
                () -> CompletableFuture.failedStage(new IllegalStateException("the disk is full")));
        assertThatThrownBy(() -> publishers.publish(1))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("the disk is full");
    }

    @Test
    void anAcknowledgementWithoutAPublicationIsNoResult(@TempDir Path directory)
            throws InterruptedException {
        Material material = Material.of(4);
        try (Subject engine = Contender.MEMORY.open(directory, 5, 1)) {
            AtomicLong number = new AtomicLong();
            // Every tenth is acknowledged, and not there.
            Publishers publishers = new Publishers(engine::flush);
            publishers.add(
                    3,
                    material.<CompletionStage<?>>inTurn((channel, payload) ->
                            number.incrementAndGet() % 10 == 0
                                    ? CompletableFuture.completedStage("lost")
                                    : engine.publish(channel, payload)));
            publishers.publish(100);
            assertThatThrownBy(() -> check(engine, material, 100, 5))
                    .isInstanceOf(BenchException.class)
                    .hasMessage("memory has 90 publications, and acknowledged 100");
            assertThat(check(engine, material, 90, 5)).isEqualTo(20);
            assertThatThrownBy(() -> check(engine, material, 90, 6))
                    .isInstanceOf(BenchException.class)
                    .hasMessage("memory keeps 5 publications of a channel, not 6");
        }
    }

    private static long check(Subject engine, Material material, long published, int history) {
        return Acknowledged.check(
                Contender.MEMORY, engine, material.channels(), published, history);
    }
}
