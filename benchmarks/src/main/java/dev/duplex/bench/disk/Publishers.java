package dev.duplex.bench.disk;

import dev.duplex.bench.BenchException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// A closed loop: each publisher has one publication under way, and begins the next when that is acknowledged. All of them are
/// one thread, the caller's, as an event loop is one thread for its clients. A latency ends when the acknowledgement comes, on whatever
/// thread that is, and not when the publisher gets to know.
final class Publishers {
    private static final long PATIENCE_SECONDS = 60;

    private final Runnable flush;
    private final BlockingQueue<Publisher> ready = new LinkedBlockingQueue<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<Publisher> taken = new ArrayList<>();
    private long underWay;

    /// @param flush follows each few publications
    Publishers(Runnable flush) {
        this.flush = flush;
    }

    /// Publishers that do alike.
    static final class Group {
        private final Supplier<CompletionStage<?>> next;
        private final Histogram latencies = new Histogram(3);
        private long begun;

        private Group(Supplier<CompletionStage<?>> next) {
            this.next = next;
        }

        /// Of what was acknowledged in the window, nanoseconds each.
        Histogram latencies() {
            return latencies;
        }

        /// How many publications it has ever begun; all are acknowledged when the publishers have finished.
        long begun() {
            return begun;
        }
    }

    private static final class Publisher {
        private final Group group;
        private boolean busy;
        private long begun;
        private long answered;
        private @Nullable Throwable failure;

        private Publisher(Group group) {
            this.group = group;
        }
    }

    /// Adds some.
    ///
    /// @param next publishes once, and is completed by the acknowledgement
    Group add(int count, Supplier<CompletionStage<?>> next) {
        Group group = new Group(next);
        groups.add(group);
        for (int i = 0; i < count; i++) {
            ready.add(new Publisher(group));
        }
        return group;
    }

    /// Publishes for some time, and on until something of each group is acknowledged, and counts what is acknowledged in it.
    ///
    /// @return how long it was, in nanoseconds
    long measure(Duration length) throws InterruptedException {
        groups.forEach(it -> it.latencies.reset());
        long begin = System.nanoTime();
        long end = begin + length.toNanos();
        long now = begin;
        while (now < end || groups.stream().anyMatch(it -> it.latencies.getTotalCount() == 0)) {
            if (now < end) {
                take(end - now, TimeUnit.NANOSECONDS);
            } else {
                await();
            }
            taken.forEach(this::publish);
            flush.run();
            now = System.nanoTime();
        }
        return now - begin;
    }

    /// Publishes a number of times, and waits until all is acknowledged.
    void publish(long count) throws InterruptedException {
        long left = count;
        while (left > 0) {
            await();
            for (Publisher each : taken) {
                if (left > 0) {
                    publish(each);
                    left--;
                } else {
                    ready.add(each);
                }
            }
            flush.run();
        }
        finish();
    }

    /// Waits for what is under way.
    void finish() throws InterruptedException {
        List<Publisher> free = new ArrayList<>();
        while (underWay > 0) {
            await();
            free.addAll(taken);
        }
        ready.addAll(free);
    }

    /// Takes those who are free, of whom there must be some soon.
    private void await() throws InterruptedException {
        take(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (taken.isEmpty()) {
            throw new BenchException(underWay + " publications are not acknowledged");
        }
    }

    /// Takes those who are free, and waits some time for the first.
    private void take(long patience, TimeUnit unit) throws InterruptedException {
        taken.clear();
        Publisher first = ready.poll(patience, unit);
        if (first == null) {
            return;
        }
        taken.add(first);
        ready.drainTo(taken);
        taken.forEach(this::acknowledged);
    }

    private void acknowledged(Publisher publisher) {
        if (!publisher.busy) {
            return;
        }
        publisher.busy = false;
        underWay--;
        if (publisher.failure != null) {
            throw new BenchException("a publication failed: " + publisher.failure);
        }
        publisher.group.latencies.recordValue(publisher.answered - publisher.begun);
    }

    private void publish(Publisher publisher) {
        publisher.busy = true;
        underWay++;
        publisher.group.begun++;
        publisher.begun = System.nanoTime();
        publisher
                .group
                .next
                .get()
                .whenComplete((_, failure) -> {
                    publisher.answered = System.nanoTime();
                    publisher.failure = failure;
                    ready.add(publisher);
                });
    }
}
