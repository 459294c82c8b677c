package dev.duplex.faults;

import dev.duplex.faults.FaultRecord.Stage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Injects faults by a schedule, on a thread of its own, until it is stopped; then takes all of them back. Which, when, how long and how much of
/// each comes from the seed alone; which connections there are to hit, and how long a server takes to come up, does not. While a server
/// is being started the schedule stands still.
///
/// Faults of different kinds may be at work together, but for two of the server, or two that would undo each other. What the injector
/// itself cannot do ends it: [#ended] and [#stop] tell.
public final class Faults implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Faults.class.getName());

    private final Set<FaultKind> kinds;
    private final Schedule schedule;
    private final Injector injector;
    private final FaultProxy proxy;
    private final Consumer<FaultRecord> listener;
    private final List<FaultRecord> records = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<List<FaultRecord>> ended = new CompletableFuture<>();

    /// What lasts, by when it is to be undone. Of the schedule's thread.
    private final PriorityQueue<Planned> lasting =
            new PriorityQueue<>(Comparator.comparing(Planned::until));

    /// Where the schedule's time begins. Of the schedule's thread.
    private long begin;

    private Faults(Builder builder) {
        kinds = builder.kinds();
        schedule =
                new Schedule(
                        builder.seed,
                        kinds,
                        builder.meanInterval,
                        builder.shortest,
                        builder.longest,
                        builder.silence);
        injector = new Injector(builder.proxy, builder.nodes);
        proxy = builder.proxy;
        listener = builder.listener;
    }

    /// @param proxy what clients connect through
    public static Builder of(FaultProxy proxy) {
        return new Builder(proxy);
    }

    /// Which faults, and how often.
    public static final class Builder {
        private final FaultProxy proxy;
        private Nodes nodes = Nodes.NONE;
        private Optional<Set<FaultKind>> kinds = Optional.empty();
        private long seed;
        private Duration meanInterval = Duration.ofSeconds(2);
        private Duration shortest = Duration.ofMillis(200);
        private Duration longest = Duration.ofSeconds(5);
        private Duration silence = Duration.ofSeconds(10);
        private Consumer<FaultRecord> listener = _ -> {};

        private Builder(FaultProxy proxy) {
            this.proxy = proxy;
        }

        /// The server behind the proxy, ready, for the faults of its process. Nobody else may do anything to it meanwhile.
        public Builder server(ServerProcess server) {
            return nodes(Nodes.of(server));
        }

        /// The servers behind the proxy, ready, and what they share. Nobody else may do anything to them meanwhile.
        public Builder nodes(Nodes nodes) {
            this.nodes = nodes;
            return this;
        }

        /// By default all, but those of a server's process where there is none.
        ///
        /// @throws IllegalArgumentException if there is none
        public Builder kinds(Set<FaultKind> kinds) {
            if (kinds.isEmpty()) {
                throw new IllegalArgumentException("no faults");
            }
            this.kinds = Optional.of(EnumSet.copyOf(kinds));
            return this;
        }

        /// By default 0.
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /// How long it is from one fault to the next, on average; by default 2 s.
        ///
        /// @throws IllegalArgumentException if it is not above 0
        public Builder every(Duration mean) {
            if (!mean.isPositive()) {
                throw new IllegalArgumentException("not an interval: " + mean);
            }
            meanInterval = mean;
            return this;
        }

        /// How long a fault lasts, at least and at most; by default 200 ms and 5 s.
        ///
        /// @throws IllegalArgumentException if `longest` is less than `shortest`, or that less than 0
        public Builder lasting(Duration shortest, Duration longest) {
            if (shortest.isNegative() || longest.compareTo(shortest) < 0) {
                throw new IllegalArgumentException(
                        "not a range of durations: %s to %s".formatted(shortest, longest));
            }
            this.shortest = shortest;
            this.longest = longest;
            return this;
        }

        /// After how long without a word servers notice that they are cut off; by default 10 s. Two of three faults that nobody is told of ([FaultKind#PARTITION]) last so much longer
        /// than others.
        ///
        /// @throws IllegalArgumentException if it is less than 0
        public Builder silence(Duration noticed) {
            if (noticed.isNegative()) {
                throw new IllegalArgumentException("not a duration: " + noticed);
            }
            silence = noticed;
            return this;
        }

        /// Who hears of each fault, on the thread that injects it. What it throws ends the injector.
        public Builder listener(Consumer<FaultRecord> listener) {
            this.listener = listener;
            return this;
        }

        private Set<FaultKind> kinds() {
            Set<FaultKind> all = EnumSet.allOf(FaultKind.class);
            all.removeIf(kind -> !nodes.allow(kind));
            Set<FaultKind> chosen = kinds.orElse(all);
            chosen.stream()
                    .filter(kind -> !all.contains(kind))
                    .findAny()
                    .ifPresent(kind -> {
                        throw new IllegalArgumentException(
                                "'%s' takes %s that was started by this program"
                                        .formatted(kind, what(kind)));
                    });
            return chosen;
        }

        private static String what(FaultKind kind) {
            if (kind.isOfBalancer()) {
                return "a balancer";
            }
            if (kind.takesSentinels()) {
                return "a Redis with a replica and sentinels";
            }
            if (kind.takesNamespace()) {
                return "a Redis in a network of its own";
            }
            if (kind.takesProxies()) {
                return "a Redis behind proxies";
            }
            return kind.isOfRedis() ? "a Redis" : "a server";
        }

        /// Begins.
        ///
        /// @throws IllegalArgumentException if there are to be faults of a server and there is none
        public Faults start() {
            Faults faults = new Faults(this);
            Thread.ofPlatform().name("duplex-faults").daemon().start(faults::run);
            return faults;
        }
    }

    /// What was done so far, in order.
    public List<FaultRecord> records() {
        return List.copyOf(records);
    }

    /// Whether each kind has come, and been undone if it lasts. They come before any comes again, but not by a given time: the schedule stands still while a
    /// server is being started, or the machine stalls.
    public boolean haveAllCome() {
        return kinds.stream()
                .allMatch(kind -> {
                    Stage last = kind.lasts() ? Stage.UNDONE : Stage.BEGAN;
                    return records.stream().anyMatch(it -> it.kind() == kind && it.stage() == last);
                });
    }

    /// What was done, once it has ended and everything is undone; or, as soon as there is one, the failure of the injector, an
    /// [InjectionException].
    public CompletableFuture<List<FaultRecord>> ended() {
        return ended.copy();
    }

    /// Ends it, and does not wait: it takes back what there is by itself.
    public void end() {
        stopping.countDown();
    }

    /// Ends it, and waits until everything is undone: connections pass, the server runs and is ready. Waits for a server that is being started.
    ///
    /// @return what was done, in order
    /// @throws InjectionException if the injector has failed, now or before
    public List<FaultRecord> stop() throws InjectionException, InterruptedException {
        end();
        try {
            return ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InjectionException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
    }

    /// As [#stop]; when interrupted, it goes on by itself.
    @Override
    public void close() throws InjectionException {
        try {
            stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            injectAll();
            undoAll();
            ended.complete(records());
        } catch (InjectionException e) {
            fail(e);
        } catch (RuntimeException | Error | InterruptedException e) {
            fail(new InjectionException("The injector of faults failed: " + e, e));
        }
    }

    private void fail(InjectionException failure) {
        LOG.log(Level.ERROR, "No more faults, for they cannot be injected", failure);
        try {
            undoWhatCanBe(failure);
        } finally {
            ended.completeExceptionally(failure);
        }
    }

    private void undoWhatCanBe(Exception failure) {
        for (Planned fault : lasting) {
            try {
                injector.undo(fault);
            } catch (InjectionException | InterruptedException | RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
        proxy.normal();
    }

    private void injectAll() throws InjectionException, InterruptedException {
        begin = System.nanoTime();
        Planned next = schedule.next();
        while (true) {
            Planned end = lasting.peek();
            boolean undo = end != null && end.until().compareTo(next.at()) <= 0;
            Duration at = undo ? end.until() : next.at();
            if (isStopped(at)) {
                return;
            }
            if (undo) {
                undo(lasting.remove());
            } else {
                inject(next);
                next = schedule.next();
            }
            // The schedule waits for what took time, so that what follows does not come all at
            // once.
            begin += Math.max(0, System.nanoTime() - begin - at.toNanos());
        }
    }

    private boolean isStopped(Duration at) throws InterruptedException {
        return stopping.await(begin + at.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void inject(Planned fault) throws InjectionException, InterruptedException {
        if (fault.kind().lasts()) {
            lasting.add(fault);
        }
        record(fault, Stage.BEGAN, injector.inject(fault));
    }

    private void undo(Planned fault) throws InjectionException, InterruptedException {
        record(fault, Stage.UNDONE, injector.undo(fault));
    }

    private void undoAll() throws InjectionException, InterruptedException {
        while (!lasting.isEmpty()) {
            undo(lasting.remove());
        }
        proxy.normal();
        injector.settle();
    }

    private void record(Planned fault, Stage stage, String what) {
        FaultRecord record = new FaultRecord(Instant.now(), fault.kind(), stage, what);
        LOG.log(Level.DEBUG, "{0}: {1}", record.kind(), record.what());
        records.add(record);
        listener.accept(record);
    }
}
