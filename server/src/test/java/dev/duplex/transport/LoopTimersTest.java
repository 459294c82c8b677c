package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.transport.ConnectionTimer.Wait;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Timers on a loop of their own, whose clock is the real one.
class LoopTimersTest {
    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final EventLoopLane lane = new EventLoopLane(loop);
    private final LoopTimers timers = lane.timers();

    @AfterEach
    void end() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private interface Part {
        void run(CompletableFuture<Object> done) throws Exception;
    }

    /// Runs something on the loop, until it says that it is done.
    private Object onLoop(Part part) throws Exception {
        CompletableFuture<Object> done = new CompletableFuture<>();
        lane.execute(() -> {
            try {
                part.run(done);
            } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(20, TimeUnit.SECONDS);
    }

    @Test
    void manyTimersExpireInTheirOrderAndThoseThatWereStoppedDoNot() throws Exception {
        int count = 3_000;
        // Between which two moments each that expired was due: as exactly as the clock was read
        // before and after it was set.
        List<Due> expired = new ArrayList<>();
        List<ConnectionTimer> stopped = new ArrayList<>();
        onLoop(done -> {
            Random random = new Random(42);
            int[] left = {count - count / 3};
            for (int i = 0; i < count; i++) {
                long nanos = 1 + random.nextLong(200_000_000);
                long at = LoopTimers.now() + nanos;
                boolean stops = i % 3 == 0;
                long[] latest = new long[1];
                ConnectionTimer timer =
                        new ConnectionTimer(
                                timers,
                                _ -> {
                                    assertThat(stops).isFalse();
                                    assertThat(LoopTimers.now()).isGreaterThanOrEqualTo(at);
                                    expired.add(new Due(at, latest[0]));
                                    if (--left[0] == 0) {
                                        done.complete(0);
                                    }
                                });
                timer.set(Wait.IDLE, nanos);
                latest[0] = LoopTimers.now() + nanos;
                if (stops) {
                    stopped.add(timer);
                }
            }
            assertThat(timers.size()).isEqualTo(count);
            stopped.forEach(ConnectionTimer::stop);
            assertThat(timers.size()).isEqualTo(count - stopped.size());
        });
        // Those that are due within one step of the grid are so in any order.
        for (int i = 1; i < expired.size(); i++) {
            assertThat(expired.get(i).latest())
                    .isGreaterThan(expired.get(i - 1).earliest() - 50_000_000);
        }
        onLoop(done -> {
            assertThat(timers.size()).isZero();
            done.complete(0);
        });
    }

    private record Due(long earliest, long latest) {}

    @Test
    void aDeadlineThatMovesOnExpiresOnceAndLate() throws Exception {
        onLoop(done -> {
            long begun = LoopTimers.now();
            ConnectionTimer timer =
                    new ConnectionTimer(
                            timers,
                            wait -> {
                                assertThat(wait).isEqualTo(Wait.PROTOCOL);
                                assertThat(LoopTimers.now() - begun)
                                        .isGreaterThanOrEqualTo(60_000_000);
                                done.complete(0);
                            });
            timer.set(Wait.HEAD, Duration.ofMillis(10));
            timer.set(Wait.PROTOCOL, Duration.ofMillis(60));
        });
    }

    @Test
    void writingHasItsOwnDeadline() throws Exception {
        List<Wait> expired = new ArrayList<>();
        onLoop(done -> {
            ConnectionTimer timer =
                    new ConnectionTimer(
                            timers,
                            wait -> {
                                expired.add(wait);
                                if (expired.size() == 2) {
                                    done.complete(0);
                                }
                            });
            timer.set(Wait.PROTOCOL, Duration.ofMillis(30));
            timer.set(Wait.WRITE, Duration.ofMillis(5));
            assertThat(timer.isSet(Wait.PROTOCOL)).isTrue();
            assertThat(timer.isSet(Wait.WRITE)).isTrue();
            assertThat(timer.isSet(Wait.LINGER)).isFalse();
            // What is not waited for is not cleared.
            timer.clear(Wait.LINGER);
        });
        assertThat(expired).containsExactlyInAnyOrder(Wait.WRITE, Wait.PROTOCOL);
    }

    @Test
    void alarmsOfTheLaneRunUnlessTheyAreCancelledAndWhatOneThrowsIsItsOwn() throws Exception {
        onLoop(done -> {
            var cancelled =
                    lane.schedule(
                            () -> done.completeExceptionally(new AssertionError("cancelled")),
                            Duration.ofMillis(5));
            lane.schedule(
                    () -> {
                        throw new IllegalStateException("of a test");
                    },
                    Duration.ofMillis(10));
            lane.schedule(() -> done.complete(0), Duration.ofMillis(20));
            cancelled.cancel();
        });
    }
}
