package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadLaneTest {
    @Test
    void aTaskRunsOnItsThreadAndOneThatThrowsDoesNotEndIt() throws Exception {
        try (ThreadLane lane = new ThreadLane("a")) {
            CompletableFuture<String> ran = new CompletableFuture<>();
            lane.execute(() -> {
                throw new IllegalStateException("a bug");
            });
            lane.schedule(
                    () -> ran.complete(Thread.currentThread().getName() + lane.inLane()),
                    Duration.ofMillis(1));
            assertThat(ran.get(30, TimeUnit.SECONDS)).isEqualTo("atrue");
            assertThat(lane.inLane()).isFalse();
        }
    }

    @Test
    void aCancelledTaskDoesNotRunAndTheEndOfABatchComesAfterIt() throws Exception {
        try (ThreadLane lane = new ThreadLane("b")) {
            CompletableFuture<String> order = new CompletableFuture<>();
            StringBuilder ran = new StringBuilder();
            lane.schedule(() -> ran.append("cancelled"), Duration.ofMillis(1)).cancel();
            lane.execute(() -> {
                lane.onEndOfBatch(() -> ran.append(" end"));
                ran.append("task");
            });
            lane.schedule(() -> order.complete(ran.toString()), Duration.ofMillis(20));
            assertThat(order.get(30, TimeUnit.SECONDS)).isEqualTo("task end");
        }
    }

    @Test
    void aClosedOneRefuses() {
        ThreadLane lane = new ThreadLane("c");
        lane.close();
        assertThatThrownBy(() -> lane.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }
}
