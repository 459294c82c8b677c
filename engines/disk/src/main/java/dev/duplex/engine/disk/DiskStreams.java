package dev.duplex.engine.disk;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Position;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.Complaints;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// All channels on disk. What changes something goes through the [Inbox] to the [Committer]; history is read by a few threads of
/// its own; a third thread looks for what has expired, how much room there is, and syncs where that is done now and then; a fourth has what
/// was forgotten leave the files when there is no room; a fifth makes backups.
///
/// No channel has an object here: what is known of it is a record of the store. Only the names of those that are subscribed
/// to are in memory.
final class DiskStreams implements Streams {
    /// How often some channels are looked at, and how many at a time: a million in a quarter of an hour.
    private static final Duration LOOKING = Duration.ofSeconds(1);

    private static final int LOOKED_AT = 1_200;
    private static final int READERS = 2;
    private static final Duration ENDING = Duration.ofSeconds(30);
    private static final System.Logger LOG = System.getLogger("dev.duplex.engine.disk");

    private final DiskDirectory directory;
    private final Store store;
    private final Session session;
    private final InstantSource clock;
    private final DiskObserver observer;
    private final Inbox inbox;
    private final Room room;
    private final Committer committer;
    private final Histories histories;
    private final Sweep sweep;
    private final Thread committing;
    private final ExecutorService readers;
    private final ScheduledExecutorService keeper;
    private final ExecutorService reclaimer;
    private final ExecutorService copier;
    private final Complaints complaints = new Complaints(LOG);
    private final AtomicBoolean reclaiming = new AtomicBoolean();
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Touched by the committing thread only.
    private final Set<String> subscribed = new HashSet<>();

    /// @param session as it is written in the store
    DiskStreams(
            DiskDirectory directory,
            Store store,
            Session session,
            DiskLimits limits,
            InstantSource clock,
            Optional<Witness> witness,
            DiskObserver observer) {
        this.directory = directory;
        this.store = store;
        this.session = session;
        this.clock = clock;
        this.observer = observer;
        inbox = new Inbox(limits.waitingBytes(), complaints);
        room = new Room(store.path(), limits);
        committer =
                new Committer(
                        store, inbox, limits, session, room, clock, witness, observer, complaints);
        histories = new Histories(store, session.generation());
        sweep = new Sweep(store, complaints::log);
        committing = Thread.ofPlatform().daemon().name("duplex-disk-commit").unstarted(committer);
        readers =
                new ThreadPoolExecutor(
                        READERS,
                        READERS,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(limits.waitingReads()),
                        Thread.ofPlatform().daemon().name("duplex-disk-read-", 0).factory());
        reclaimer =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("duplex-disk-reclaim").factory());
        copier =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("duplex-disk-backup").factory());
        keeper =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("duplex-disk-keep").factory());
    }

    /// Begins its threads.
    ///
    /// @param interval between two syncs, where the policy is that
    void begin(Duration interval) {
        room.measure();
        committing.start();
        every(
                LOOKING,
                () -> {
                    var _ = look(LOOKED_AT);
                });
        if (session.sync() == Sync.INTERVAL) {
            every(interval, this::sync);
        }
    }

    @Override
    public void start(StreamListener listener) {
        committer.start(listener);
    }

    @Override
    public CompletionStage<Published> publish(String channel, Draft draft, StreamOptions options) {
        if (!committer.started()) {
            return CompletableFuture.failedStage(notOpen());
        }
        boolean written = options.keeps() || !draft.idempotencyKey().isEmpty();
        Optional<EngineException> refused = written ? room.refusal() : Optional.empty();
        return refused.isPresent()
                ? CompletableFuture.failedStage(refused.get())
                : submit(new Operation.Publish(channel, draft, options));
    }

    @Override
    public CompletionStage<Void> signal(String channel, Signal signal) {
        return committer.started()
                ? submit(new Operation.Signalling(channel, signal)).thenAccept(_ -> {})
                : CompletableFuture.failedStage(notOpen());
    }

    @Override
    public CompletionStage<HistoryPage> read(
            String channel, HistoryQuery query, StreamOptions options) {
        if (!options.keeps()) {
            return closed.get()
                    ? CompletableFuture.failedStage(notOpen())
                    : CompletableFuture.completedStage(new HistoryPage(List.of(), Position.NONE));
        }
        // Without room a position is not written again, and is read as it is.
        return look(channel, query, options, room.refusal().isEmpty())
                .thenCompose(page ->
                        page.isPresent()
                                ? CompletableFuture.completedFuture(page.get())
                                : begin(channel, query, options));
    }

    /// Has the position of a channel written, then reads.
    private CompletionStage<HistoryPage> begin(
            String channel, HistoryQuery query, StreamOptions options) {
        Optional<EngineException> refused = room.refusal();
        if (refused.isPresent()) {
            return CompletableFuture.failedStage(refused.get());
        }
        return submit(new Operation.Begin(channel, options))
                .thenCompose(begun ->
                        look(channel, query, options, true)
                                .thenApply(page ->
                                        // Where positions are not remembered for any time, it has
                                        // none
                                        // to read.
                                        page.orElseGet(() ->
                                                new HistoryPage(
                                                        List.of(),
                                                        new Position(
                                                                begun.epoch(), begun.offset())))));
    }

    private CompletableFuture<Optional<HistoryPage>> look(
            String channel, HistoryQuery query, StreamOptions options, boolean renewing) {
        return reading(() -> histories.read(channel, query, options, clock.instant(), renewing));
    }

    @Override
    public CompletionStage<Void> clear(String channel) {
        return submit(new Operation.Clear(channel)).thenAccept(_ -> {});
    }

    @Override
    public CompletionStage<Boolean> trim(String channel, Position upTo) {
        return submit(new Operation.Trim(channel, upTo));
    }

    @Override
    public CompletionStage<Boolean> compact(String channel, Position upTo, Draft snapshot) {
        Optional<EngineException> refused = room.refusal();
        return refused.isPresent()
                ? CompletableFuture.failedStage(refused.get())
                : submit(new Operation.Compact(channel, upTo, snapshot));
    }

    @Override
    public CompletionStage<Void> subscribe(String channel) {
        return submit(new Operation.Subscribe(subscribed, channel, true)).thenAccept(_ -> {});
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        return submit(new Operation.Subscribe(subscribed, channel, false)).thenAccept(_ -> {});
    }

    /// What is being committed is, what waits fails; then the directory is free.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        inbox.end(notOpen());
        keeper.shutdown();
        store.stopCompacting();
        reclaimer.shutdown();
        copier.shutdown();
        readers.shutdown();
        String unended = unended();
        if (!unended.isEmpty()) {
            // The store cannot be closed under who uses it. The next one to open the directory
            // finds what a crash leaves.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the store " + store.path() + " stays open: it is still in use by " + unended);
            return;
        }
        try (directory;
                store) {
            if (committer.healthy()) {
                store.put(
                        Keys.SESSION,
                        new Session(session.generation(), session.sync(), false).encode());
            }
        }
    }

    /// Looks at some of the channels, for what has expired.
    ///
    /// @return when what was found is forgotten
    CompletableFuture<Void> expire(int most) {
        return CompletableFuture.allOf(
                sweep.find(most, clock.instant()).stream()
                        .map(it -> submit(new Operation.Expire(subscribed, it)))
                        .toArray(CompletableFuture[]::new));
    }

    /// Whether it does what it is for.
    DiskHealth health() {
        if (!committer.healthy()) {
            return DiskHealth.FAILED;
        }
        return room.refusal().isPresent() ? DiskHealth.FULL : DiskHealth.WORKING;
    }

    DiskUsage usage() {
        return new DiskUsage(room.lastSize(), room.left(), inbox.bytes());
    }

    /// Makes a backup, by a thread of its own: one at a time, and closing waits for it as for the others.
    CompletableFuture<Void> backup(Path to) {
        try {
            return CompletableFuture.runAsync(
                    () -> Backups.make(to, store.path(), data -> store.copyTo(data)), copier);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(notOpen());
        }
    }

    Room room() {
        return room;
    }

    Store store() {
        return store;
    }

    /// Looks at some of the channels and at the room there is.
    ///
    /// @return when what had expired is forgotten. It may fail: whoever fails it has said so, or has ended
    CompletableFuture<Void> look(int most) {
        room.measure();
        tellWhenFull();
        if (room.refusal().isPresent() && !reclaiming.get() && committer.takeForgotten()) {
            reclaim();
        }
        return expire(most);
    }

    /// Says it once, however many publications are refused.
    private void tellWhenFull() {
        Optional<EngineException> refusal = room.refusal();
        if (refusal.isPresent() && full.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    refusal.get().getMessage() + "; what would be kept is refused until there is");
        } else if (refusal.isEmpty() && full.compareAndSet(true, false)) {
            LOG.log(System.Logger.Level.INFO, "there is room again in " + store.path());
        }
    }

    /// Has what was forgotten leave the files now: as long as nothing is published, the store has no reason to by itself.
    private void reclaim() {
        if (!reclaiming.compareAndSet(false, true)) {
            return;
        }
        reclaimer.execute(() -> {
            try {
                store.compact();
            } catch (EngineException e) {
                if (!closed.get()) {
                    LOG.log(System.Logger.Level.ERROR, e.getMessage(), e);
                }
            } finally {
                reclaiming.set(false);
            }
        });
    }

    private void sync() {
        try {
            long begun = System.nanoTime();
            store.sync();
            observer.synced(System.nanoTime() - begun);
        } catch (EngineException e) {
            committer.fail(e);
        }
    }

    private void every(Duration time, Runnable action) {
        keeper.scheduleWithFixedDelay(
                () -> {
                    try {
                        action.run();
                    } catch (RuntimeException e) {
                        // The next time it may go better: what must not go on has ended the engine.
                        LOG.log(System.Logger.Level.ERROR, e.getMessage(), e);
                    }
                },
                time.toMillis(),
                time.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private <T> CompletableFuture<T> submit(Operation<T> operation) {
        inbox.add(operation);
        return operation.answered();
    }

    private <T> CompletableFuture<T> reading(Supplier<T> read) {
        Executor executor = readers;
        try {
            return CompletableFuture.supplyAsync(() -> complaining(read), executor);
        } catch (RejectedExecutionException e) {
            if (closed.get()) {
                return CompletableFuture.failedFuture(notOpen());
            }
            EngineException slow =
                    new EngineException(
                            "the disk is too slow for what is asked of history: too many wait", e);
            complaints.log(slow);
            return CompletableFuture.failedFuture(slow);
        }
    }

    private <T> T complaining(Supplier<T> read) {
        try {
            return read.get();
        } catch (EngineException e) {
            complaints.log(e);
            throw e;
        }
    }

    /// Waits for the threads, [#ENDING] for all of them together.
    ///
    /// @return what has not ended; empty when all have
    private String unended() {
        long deadline = System.nanoTime() + ENDING.toNanos();
        try {
            if (Thread.currentThread() != committing && !committing.join(ENDING)) {
                return "a commit";
            }
            if (!ends(keeper, deadline)) {
                return "the search for what has expired";
            }
            if (!ends(reclaimer, deadline)) {
                return "a compaction";
            }
            if (!ends(copier, deadline)) {
                return "a backup";
            }
            return ends(readers, deadline) ? "" : "a read";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "something, and closing was interrupted";
        }
    }

    private static boolean ends(ExecutorService threads, long deadline)
            throws InterruptedException {
        return threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private static EngineException notOpen() {
        return new EngineException("the engine is not open");
    }
}
