package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What waits for the end of a batch, of which one thing fails.
class EventLoopLaneTest {
    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final EventLoopLane lane = new EventLoopLane(loop);
    private final List<String> ran = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static void fail() {
        throw new InternalError("of the test");
    }

    /// Has three actions run when a batch ends, of which the second fails.
    private void register() {
        lane.onEndOfBatch(() -> ran.add("before"));
        lane.onEndOfBatch(EventLoopLaneTest::fail);
        lane.onEndOfBatch(() -> ran.add("behind"));
    }

    /// Runs something on the loop, and waits for all that this has run there soon after.
    private void onLoop(Consumer<Runnable> how) throws Exception {
        CompletableFuture<List<String>> soonAfter = new CompletableFuture<>();
        how.accept(() -> {
            register();
            // Behind what is there already, and what that gives to the loop.
            loop.execute(() -> loop.execute(() -> soonAfter.complete(new ArrayList<>(ran))));
        });
        assertThat(soonAfter.get(20, TimeUnit.SECONDS)).containsExactly("before", "behind");
        ran.clear();
    }

    @Test
    void anErrorAtTheEndOfABatchKeepsNobodyElseFromTheirTurn() throws Exception {
        onLoop(lane::execute);
        onLoop(lane::execute);
    }

    @Test
    void norDoesItOutsideOfABatch() throws Exception {
        onLoop(loop::execute);
        onLoop(loop::execute);
    }

    @Test
    void norDoesItWhereABatchIsEndedInItsMidst() throws Exception {
        onLoop(task ->
                lane.execute(() -> {
                    task.run();
                    lane.endOfBatch();
                }));
    }
}
