package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The hub under real threads: three lanes, several publishers, and others who come and go.
class HubStressTest {
    private static final int PUBLISHERS = 4;
    private static final int PUBLICATIONS = 2_000;

    private final List<ThreadLane> lanes =
            List.of(new ThreadLane(), new ThreadLane(), new ThreadLane());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final Hub hub =
            Hub.builder()
                    .limits(new HubLimits(64 << 20, 16))
                    .uncaught((_, thrown) -> uncaught.add(thrown))
                    .build();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
        lanes.forEach(it -> it.thread.shutdownNow());
    }

    @Test
    void allWhoStaySeeTheSameOrderWhileOthersComeAndGo() throws Exception {
        List<Listener> staying = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Listener listener = new Listener(lanes.get(i % 3));
            staying.add(listener);
            hub.subscribe("news", listener);
        }
        List<Future<?>> work = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            int publisher = p;
            work.add(threads.submit(() -> publish("news", publisher)));
        }
        List<Listener> restless = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Listener listener = new Listener(lanes.get(i));
            restless.add(listener);
            work.add(threads.submit(() -> comeAndGo("news", listener)));
        }
        join(work);
        settle();

        assertThat(uncaught).isEmpty();
        List<String> order = staying.getFirst().heard();
        assertThat(order).hasSize(PUBLISHERS * PUBLICATIONS).doesNotHaveDuplicates();
        assertThat(staying).allSatisfy(it -> assertThat(it.heard()).isEqualTo(order));
        for (int p = 0; p < PUBLISHERS; p++) {
            String mine = p + ":";
            assertThat(order.stream().filter(it -> it.startsWith(mine)))
                    .as("one publisher's order")
                    .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
        }
        assertThat(restless)
                .allSatisfy(it -> assertThat(it.offsets()).isSorted().doesNotHaveDuplicates());
        staying.forEach(hub::unsubscribeAll);
        assertThat(hub.channels()).isZero();
    }

    @Test
    void aChannelThatIsMadeAndRemovedAllTheTimeLosesNothingAndLeavesNothing() throws Exception {
        List<Future<?>> work = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            int publisher = p;
            work.add(threads.submit(() -> publish("busy", publisher)));
        }
        for (ThreadLane lane : lanes) {
            work.add(threads.submit(() -> subscribePublishUnsubscribe("busy", lane)));
        }
        join(work);
        settle();

        assertThat(uncaught).isEmpty();
        assertThat(hub.channels()).isZero();
    }

    private void publish(String channel, int publisher) {
        for (int i = 0; i < PUBLICATIONS; i++) {
            assertThat(hub.publish(channel, Bytes.owned(publisher + ":" + i)))
                    .isEqualTo(Offer.ACCEPTED);
        }
    }

    private void comeAndGo(String channel, Listener listener) {
        for (int i = 0; i < 2_000; i++) {
            hub.subscribe(channel, listener);
            hub.unsubscribe(channel, listener);
        }
    }

    /// A subscriber hears its own publication between its subscription and its leaving.
    private void subscribePublishUnsubscribe(String channel, ThreadLane lane) {
        for (int i = 0; i < 300; i++) {
            Listener listener = new Listener(lane);
            String own = "own " + System.identityHashCode(lane) + " " + i;
            hub.subscribe(channel, listener);
            hub.publish(channel, Bytes.owned(own));
            lane.settle();
            hub.unsubscribe(channel, listener);
            assertThat(lane.ask(listener::heard)).containsOnlyOnce(own);
        }
    }

    private static void join(List<Future<?>> work) throws Exception {
        for (Future<?> future : work) {
            future.get(60, TimeUnit.SECONDS);
        }
    }

    private void settle() {
        lanes.forEach(ThreadLane::settle);
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(text.indexOf(':') + 1));
    }

    private final class ThreadLane implements Lane {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private volatile Thread own = Thread.currentThread();

        ThreadLane() {
            thread.execute(() -> own = Thread.currentThread());
        }

        @Override
        public void execute(Runnable task) {
            thread.execute(task);
        }

        @Override
        public boolean inLane() {
            return Thread.currentThread() == own;
        }

        @Override
        public void endOfBatch() {
            assertThat(inLane()).isTrue();
        }

        @Override
        public void onEndOfBatch(Runnable action) {
            throw new UnsupportedOperationException("the hub only ends batches");
        }

        @Override
        public Alarm schedule(Runnable task, Duration delay) {
            throw new UnsupportedOperationException("the hub knows no time");
        }

        <T> T ask(Callable<T> question) {
            try {
                return thread.submit(question).get(60, TimeUnit.SECONDS);
            } catch (ExecutionException | InterruptedException | TimeoutException failed) {
                throw new AssertionError(failed);
            }
        }

        /// Returns when everything that was published before is delivered: a subscriber of its own
        /// is behind all of it in the lane's queue.
        void settle() {
            CountDownLatch through = new CountDownLatch(1);
            String channel = "settle " + System.identityHashCode(through);
            Listener last =
                    new Listener(
                            this,
                            _ -> {
                                through.countDown();
                                return Offer.ACCEPTED;
                            });
            hub.subscribe(channel, last);
            hub.publish(channel, Bytes.owned(""));
            try {
                assertThat(through.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException failed) {
                throw new AssertionError(failed);
            }
            hub.unsubscribeAll(last);
        }
    }
}
