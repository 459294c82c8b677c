package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
            CountDownLatch isCancelled = new CountDownLatch(1);
            StringBuilder ran = new StringBuilder();
            lane.execute(() -> await(isCancelled));
            lane.schedule(() -> ran.append("cancelled"), Duration.ofNanos(1)).cancel();
            lane.execute(() -> {
                lane.onEndOfBatch(() -> order.complete(ran.append(" end").toString()));
                ran.append("task");
            });
            isCancelled.countDown();
            assertThat(order.get(30, TimeUnit.SECONDS)).isEqualTo("task end");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
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
