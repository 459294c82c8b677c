package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Subscribers that come, go, and recover from where they were, under real threads: "What is offered afterwards follows
/// on `position` without a gap"; and of one that recovered, what it missed is with it.
@Timeout(240)
class RecoveryStressTest {
    private static final int PUBLISHERS = 3;
    private static final int SUBSCRIBERS = 12;
    private static final Duration TIME = Duration.ofMillis(1_500);
    private static final Duration MOST = Duration.ofMinutes(1);
    private static final long ENOUGH = 10;

    private final List<ThreadLane> lanes =
            List.of(new ThreadLane(), new ThreadLane(), new ThreadLane());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "",
                                            ChannelOptions.builder()
                                                    .history(300, Duration.ofMinutes(1))
                                                    .recovery(Recovery.STREAM)
                                                    .presence(true)
                                                    .joinLeave(true)
                                                    .build())))
                    // So little that lanes are full, and that not everyone can be brought up to
                    // date.
                    .limits(
                            HubLimits.builder()
                                    .laneBytes(40_000)
                                    .drainBudget(16)
                                    .channelNameBytes(255)
                                    .recoverPublications(100)
                                    .historyPublications(100)
                                    .historyPageBytes(1 << 20)
                                    .latestKeys(10)
                                    .presenceMembers(100)
                                    .build())
                    .uncaught((_, thrown) -> uncaught.add(thrown))
                    .build();
    private final List<Wanderer> wanderers = new ArrayList<>();
    private volatile boolean over;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
        lanes.forEach(it -> it.thread.shutdownNow());
    }

    @Test
    void whoComesAndGoesHasEverythingOnceUnlessItWasToldThatItHasNot() throws Exception {
        for (int i = 0; i < SUBSCRIBERS; i++) {
            Wanderer wanderer = new Wanderer(lanes.get(i % lanes.size()), "w" + i);
            wanderers.add(wanderer);
            wanderer.lane.execute(wanderer::enter);
        }
        List<Future<Long>> publishers = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            publishers.add(threads.submit(this::publish));
        }
        List<Future<Boolean>> restlessness = new ArrayList<>();
        for (Wanderer wanderer : wanderers) {
            restlessness.add(threads.submit(wanderer::comeAndGo));
        }
        long published = 0;
        for (Future<Long> publisher : publishers) {
            published += publisher.get(120, TimeUnit.SECONDS);
        }
        over = true;
        for (Future<Boolean> restless : restlessness) {
            assertThat(restless.get(30, TimeUnit.SECONDS)).isTrue();
        }
        for (Wanderer wanderer : wanderers) {
            wanderer.comeToRest(published);
        }

        assertThat(uncaught).isEmpty();
        for (Wanderer wanderer : wanderers) {
            assertThat(wanderer.faults).as(wanderer.name).isEmpty();
            assertThat(wanderer.starts.get())
                    .as(wanderer.name + " has come again")
                    .isGreaterThan(ENOUGH);
        }
        assertThat(recovered()).isPositive();
        for (Wanderer wanderer : wanderers) {
            wanderer.lane.ask(() -> {
                wanderer.leave();
                return true;
            });
        }
        assertThat(hub.channels()).isZero();
        assertThat(hub.presenceStats("c").toCompletableFuture().join().orElseThrow().clients())
                .isZero();
    }

    private long recovered() {
        return wanderers.stream().mapToLong(it -> it.recovered.get()).sum();
    }

    /// Whether everyone has come often enough, and somebody recovered, for this to show something.
    private boolean isEnough() {
        return wanderers.stream().allMatch(it -> it.starts.get() > ENOUGH) && recovered() > 0;
    }

    private boolean isTime(long nanos) {
        return nanos < TIME.toNanos() || (nanos < MOST.toNanos() && !isEnough());
    }

    /// Publishes for [#TIME]; longer where there was not enough in it, on a machine that does much else.
    ///
    /// @return how many were published
    private long publish() {
        long published = 0;
        long begin = System.nanoTime();
        while (isTime(System.nanoTime() - begin)) {
            if (hub.publish("c", Bytes.owned("p")) == Offer.ACCEPTED) {
                published++;
            } else {
                Thread.onSpinWait();
            }
        }
        return published;
    }

    /// One subscriber through its life; its state is touched in its lane only, but where it is said.
    private final class Wanderer implements Subscriber {
        private final ThreadLane lane;
        private final String name;
        private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
        private @Nullable Subscription subscription;
        private @Nullable Position at;
        private final AtomicLong starts = new AtomicLong();
        private final AtomicLong recovered = new AtomicLong();

        Wanderer(ThreadLane lane, String name) {
            this.lane = lane;
            this.name = name;
        }

        @Override
        public Lane lane() {
            return lane;
        }

        void enter() {
            if (subscription == null) {
                Entry entry = Entry.PLAIN.withMember(Member.of(name, name)).withSignals();
                Position since = at;
                subscription =
                        hub.subscribe("c", this, since == null ? entry : entry.withSince(since));
            }
        }

        void leave() {
            Subscription present = subscription;
            subscription = null;
            if (present != null) {
                present.unsubscribe();
            }
        }

        /// Leaves and enters, often before its subscription has begun; on a thread of its own, but in the lane.
        boolean comeAndGo() {
            for (int i = 0; !over; i++) {
                boolean leaving = i % 2 == 0;
                lane.ask(() -> {
                    if (leaving) {
                        leave();
                    } else {
                        enter();
                    }
                    return true;
                });
                if (!leaving) {
                    for (int j = 0; j < i % 5; j++) {
                        lane.ask(() -> true);
                    }
                }
            }
            return true;
        }

        /// Waits until it is where the channel is.
        void comeToRest(long published) throws Exception {
            lane.execute(this::enter);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!lane.ask(() -> at != null && at.offset() == published)) {
                assertThat(System.nanoTime()).as(name + " comes to rest").isLessThan(until);
                Thread.onSpinWait();
            }
        }

        @Override
        public void subscribed(Subscription begun, Start start) {
            starts.incrementAndGet();
            check(begun);
            Position before = at;
            if (start.recovered()) {
                recovered.incrementAndGet();
                at = before;
                start.publications().forEach(this::follow);
                if (!start.position().equals(at)) {
                    faults.add("recovered up to " + at + ", but is at " + start.position());
                }
            } else if (start.recovering() != (before != null)) {
                faults.add("recovering " + start.recovering() + " from " + before);
            } else if (before != null && start.position().offset() < before.offset()) {
                faults.add("back from " + before + " to " + start.position());
            }
            at = start.position();
        }

        @Override
        public Offer offer(Publication publication) {
            if (subscription == null) {
                faults.add("offered after having left: " + publication.offset());
            }
            follow(publication);
            return Offer.ACCEPTED;
        }

        private void follow(Publication publication) {
            Position before = at;
            if (before == null || publication.previous() != before.offset()) {
                faults.add(publication.offset() + " follows on " + before);
            }
            at = publication.position();
        }

        @Override
        public void ended(Subscription over, End end) {
            check(over);
            subscription = null;
            enter();
        }

        @Override
        public void refused(Subscription refused, Problem problem, String reason) {
            faults.add("refused: " + problem + ", " + reason);
        }

        private void check(Subscription it) {
            if (!it.equals(subscription)) {
                faults.add("told of a subscription that is not its own");
            }
        }
    }

    private static final class ThreadLane implements Lane {
        private final ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor();
        private final Thread own = ask(Thread::currentThread);

        @Override
        public void execute(Runnable task) {
            thread.execute(task);
        }

        @Override
        public boolean inLane() {
            return Thread.currentThread().equals(own);
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
            ScheduledFuture<?> future =
                    thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        }

        <T> T ask(Callable<T> question) {
            try {
                return thread.submit(question).get(30, TimeUnit.SECONDS);
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        }
    }
}
