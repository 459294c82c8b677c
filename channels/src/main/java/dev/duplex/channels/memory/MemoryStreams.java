package dev.duplex.channels.memory;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Position;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All channels in memory. Everything is done on the calling thread before a method returns.
///
/// A stream is there while it is subscribed to, or has something to remember. What nobody asks for any more is
/// removed by a thread of its own that looks once a second at a part of the streams; what has
/// expired is not shown before either.
///
/// Locks: a [MemoryStream]'s monitor; under it the listener's, and bins of the map when a stream is removed.
final class MemoryStreams implements Streams {
    /// How often some streams are looked at, and how many at a time: a million in a quarter of an hour.
    private static final Duration LOOKING = Duration.ofSeconds(1);

    private static final int LOOKED_AT = 1_200;

    private final ConcurrentHashMap<String, MemoryStream> streams = new ConcurrentHashMap<>();
    private final AtomicLong historyBytes = new AtomicLong();
    private final AtomicBoolean making = new AtomicBoolean();
    private final MemoryLimits limits;
    private final InstantSource clock;
    private final Thread sweeper;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile @Nullable StreamListener listener;
    private volatile boolean closed;

    /// More streams than the limit, of which none could be forgotten: not tried again before there are more than
    /// this. 0 while there are not too many.
    private volatile int tolerated;

    /// Where the thread that looks for what has expired is. Touched under `making`.
    private Iterator<MemoryStream> hand = streams.values().iterator();

    /// How many streams the hand has come by. Touched under `making`; read in tests of one thread.
    private long looked;

    MemoryStreams(MemoryLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        sweeper = Thread.ofVirtual().name("duplex-memory").unstarted(this::sweep);
    }

    @Override
    public void start(StreamListener listener) {
        this.listener = listener;
    }

    @Override
    public CompletionStage<Published> publish(String channel, Draft draft, StreamOptions options) {
        StreamListener told = listener;
        if (closed || told == null) {
            return notOpen();
        }
        if (options.keeps() || !draft.idempotencyKey().isEmpty()) {
            remembering();
        }
        // Told whether it is subscribed to or not: whoever subscribes hears of it from that moment.
        Published published =
                in(
                        channel,
                        stream -> {
                            Instant now = clock.instant();
                            Published done = stream.publish(draft, options, now, told);
                            if (!options.keeps()) {
                                removeIfIdle(stream, now);
                            }
                            return done;
                        });
        told.endOfBatch();
        return CompletableFuture.completedStage(published);
    }

    @Override
    public CompletionStage<Void> signal(String channel, Signal signal) {
        StreamListener told = listener;
        if (closed || told == null) {
            return notOpen();
        }
        in(
                channel,
                stream -> {
                    told.signalled(channel, signal);
                    removeIfIdle(stream, clock.instant());
                    return true;
                });
        told.endOfBatch();
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<HistoryPage> read(
            String channel, HistoryQuery query, StreamOptions options) {
        if (closed) {
            return notOpen();
        }
        if (!options.keeps()) {
            return CompletableFuture.completedStage(new HistoryPage(List.of(), Position.NONE));
        }
        remembering();
        return CompletableFuture.completedStage(
                in(channel, stream -> stream.read(query, options, clock.instant())));
    }

    @Override
    public CompletionStage<Void> clear(String channel) {
        if (closed) {
            return notOpen();
        }
        ifThere(
                channel,
                stream -> {
                    stream.clear();
                    return true;
                });
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Boolean> trim(String channel, Position upTo) {
        if (closed) {
            return notOpen();
        }
        return CompletableFuture.completedStage(ifThere(channel, stream -> stream.trim(upTo)));
    }

    @Override
    public CompletionStage<Boolean> compact(String channel, Position upTo, Draft snapshot) {
        if (closed) {
            return notOpen();
        }
        return CompletableFuture.completedStage(
                ifThere(channel, stream -> stream.compact(upTo, snapshot, clock.instant())));
    }

    @Override
    public CompletionStage<Void> subscribe(String channel) {
        if (closed) {
            return notOpen();
        }
        in(
                channel,
                stream -> {
                    stream.subscribed(true);
                    return true;
                });
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        if (closed) {
            return notOpen();
        }
        ifThere(
                channel,
                stream -> {
                    stream.subscribed(false);
                    removeIfIdle(stream, clock.instant());
                    return true;
                });
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(sweeper);
        streams.clear();
    }

    /// How many streams there are. For tests.
    int size() {
        return streams.size();
    }

    /// What all histories count. For tests.
    long historyBytes() {
        return historyBytes.get();
    }

    /// How many streams have been looked at, for what could be forgotten. For tests.
    long looked() {
        return looked;
    }

    /// Looks at some of the streams, for what has expired; and for what could be forgotten, if there are too many.
    ///
    /// @param most how many
    void expire(int most) {
        turn(
                most,
                stream -> {
                    removeIfIdle(stream, clock.instant());
                    if (streams.size() > limits.streams()) {
                        forgetUnused(stream);
                    }
                },
                () -> true);
        if (streams.size() <= limits.streams()) {
            tolerated = 0;
        }
    }

    /// Does something in a channel's stream, which is made if it is not there.
    private <T> T in(String channel, Function<MemoryStream, T> action) {
        while (true) {
            MemoryStream stream = streams.computeIfAbsent(channel, this::make);
            Optional<T> result = to(stream, action);
            if (result.isPresent()) {
                makeRoom();
                return result.get();
            }
        }
    }

    private boolean ifThere(String channel, Function<MemoryStream, Boolean> action) {
        MemoryStream stream = streams.get(channel);
        return stream != null && to(stream, action).orElse(false);
    }

    /// Does something to a stream under its monitor, and counts what became of its bytes: nothing else does either.
    ///
    /// @return empty if it is its channel's stream no more
    private <T> Optional<T> to(MemoryStream stream, Function<MemoryStream, T> action) {
        synchronized (stream) {
            if (stream.removed()) {
                return Optional.empty();
            }
            long before = stream.bytes();
            try {
                return Optional.of(action.apply(stream));
            } finally {
                long more = stream.bytes() - before;
                if (more != 0) {
                    historyBytes.addAndGet(more);
                }
            }
        }
    }

    /// Something is remembered from now on, and is to be forgotten one day.
    private void remembering() {
        if (!sweeping.get() && sweeping.compareAndSet(false, true)) {
            sweeper.start();
        }
    }

    private MemoryStream make(String channel) {
        return new MemoryStream(channel, limits);
    }

    /// Removes a stream, whose monitor is held, if it has nothing to remember.
    private void removeIfIdle(MemoryStream stream, Instant now) {
        if (stream.expire(now)) {
            remove(stream);
        }
    }

    private void remove(MemoryStream stream) {
        stream.remove();
        streams.remove(stream.channel(), stream);
    }

    /// Forgets what was not used lately, until the limits are kept: a hand goes around over the streams, and takes
    /// those that have not been used since it last came by.
    private void makeRoom() {
        if (historyBytes.get() > limits.historyBytes()) {
            turn(
                    Integer.MAX_VALUE,
                    stream -> {
                        if (!stream.takeUsed()) {
                            stream.forgetHistory();
                        }
                    },
                    () -> historyBytes.get() > limits.historyBytes());
        }
        int size = streams.size();
        if (size <= limits.streams()) {
            if (tolerated > 0) {
                tolerated = 0;
            }
        } else if (size > tolerated) {
            boolean turned =
                    turn(
                            Integer.MAX_VALUE,
                            this::forgetUnused,
                            () -> streams.size() > limits.streams());
            int left = streams.size();
            if (turned && left > limits.streams()) {
                // All are subscribed to, or in use: going around again for each publication would
                // find nothing either.
                tolerated = left + left / 8;
            }
        }
    }

    /// Removes a stream, whose monitor is held, if it was not used lately and nobody is subscribed.
    private void forgetUnused(MemoryStream stream) {
        if (!stream.removed() && !stream.subscribed() && !stream.takeUsed()) {
            remove(stream);
        }
    }

    /// Goes around, at most twice: after once around nothing is marked as used that was not used meanwhile.
    ///
    /// @param action what is done to each stream, whose monitor is held
    /// @param more whether to go on, after each
    /// @return `false` if another thread is at it
    private boolean turn(int most, Consumer<MemoryStream> action, BooleanSupplier more) {
        if (!making.compareAndSet(false, true)) {
            return false;
        }
        try {
            int rounds = 0;
            for (int i = 0; i < most; i++) {
                if (!hand.hasNext()) {
                    hand = streams.values().iterator();
                    rounds++;
                    if (rounds > 2 || !hand.hasNext()) {
                        return true;
                    }
                }
                MemoryStream stream = hand.next();
                looked++;
                to(
                        stream,
                        it -> {
                            action.accept(it);
                            return true;
                        });
                if (!more.getAsBoolean()) {
                    return true;
                }
            }
            return true;
        } finally {
            making.set(false);
        }
    }

    private void sweep() {
        while (!closed) {
            LockSupport.parkNanos(LOOKING.toNanos());
            expire(LOOKED_AT);
        }
    }

    private static <T> CompletionStage<T> notOpen() {
        return CompletableFuture.failedStage(new EngineException("the engine is not open"));
    }
}
