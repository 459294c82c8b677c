package dev.duplex.verify;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import dev.duplex.testkit.engine.ForwardingStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Streams that do wrong in a way that offsets do not show: they rise by one, and whoever goes by them sees nothing.
final class WrongStreams extends ForwardingStreams {
    enum Wrong {
        /// None: as good as what is below it.
        NOTHING,
        /// Some of what is acknowledged is not published.
        LOSES,
        /// Some is published twice.
        DOUBLES,
        /// Some is acknowledged, and published only after what comes next.
        SWAPS,
        /// Keys are not looked at, and some is answered too late for who published it.
        FORGETS_KEYS,
        /// What history leaves out it does not own up to: a recovery has a gap.
        HIDES,
        /// The same, where there is much: who was away for long gets the beginning and the end.
        FORGETS_MIDDLE,
        /// The last of each channel is published once more when [WrongStreams#publishLate] says so.
        DOUBLES_LATE
    }

    /// What [Wrong#FORGETS_MIDDLE] takes for much.
    static final int MUCH = 1_000;

    private static final int SOME = 11;

    private final Wrong wrong;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong wrongs = new AtomicLong();
    private final Map<String, Draft> held = new ConcurrentHashMap<>();
    private final Map<String, Runnable> late = new ConcurrentHashMap<>();

    WrongStreams(Streams streams, Wrong wrong) {
        super(streams);
        this.wrong = wrong;
    }

    /// Publishes again what [Wrong#DOUBLES_LATE] does.
    void publishLate() {
        late.values().forEach(Runnable::run);
    }

    /// How many publications there were, right or wrong.
    long publications() {
        return count.get();
    }

    /// How often something wrong was done.
    long wrongs() {
        return wrongs.get();
    }

    @Override
    public CompletionStage<Published> publish(String channel, Draft draft, StreamOptions options) {
        boolean some = count.incrementAndGet() % SOME == 0;
        return switch (wrong) {
            case NOTHING, HIDES, FORGETS_MIDDLE -> super.publish(channel, draft, options);
            case LOSES -> {
                if (!some) {
                    yield super.publish(channel, draft, options);
                }
                wrongs.incrementAndGet();
                yield pretended();
            }
            case DOUBLES -> {
                if (some) {
                    super.publish(channel, draft.withIdempotencyKey(""), options);
                    wrongs.incrementAndGet();
                }
                yield super.publish(channel, draft, options);
            }
            case SWAPS -> {
                if (some && held.putIfAbsent(channel, draft) == null) {
                    yield pretended();
                }
                CompletionStage<Published> published = super.publish(channel, draft, options);
                Draft late = held.remove(channel);
                if (late != null) {
                    super.publish(channel, late, options);
                    wrongs.incrementAndGet();
                }
                yield published;
            }
            case DOUBLES_LATE -> {
                late.put(
                        channel,
                        () -> super.publish(channel, draft.withIdempotencyKey(""), options));
                yield super.publish(channel, draft, options);
            }
            case FORGETS_KEYS -> {
                CompletionStage<Published> published =
                        super.publish(channel, draft.withIdempotencyKey(""), options);
                if (!some) {
                    yield published;
                }
                if (!draft.idempotencyKey().isEmpty()) {
                    wrongs.incrementAndGet();
                }
                yield CompletableFuture.failedStage(new IllegalStateException("too late"));
            }
        };
    }

    private static CompletionStage<Published> pretended() {
        return CompletableFuture.completedStage(new Published(new Position("pretended", 1), false));
    }

    @Override
    public CompletionStage<HistoryPage> read(
            String channel, HistoryQuery query, StreamOptions options) {
        CompletionStage<HistoryPage> page = super.read(channel, query, options);
        return switch (wrong) {
            case HIDES -> page.thenApply(it -> hiding(it, 2, 0));
            case FORGETS_MIDDLE -> page.thenApply(it -> hiding(it, MUCH, 1));
            default -> page;
        };
    }

    /// Without those between the first of it and the last, which says that it follows what was before.
    ///
    /// @param least as many as there have to be
    /// @param begin how many of the first it has: none, or one
    private HistoryPage hiding(HistoryPage page, int least, int begin) {
        List<Publication> all = page.publications();
        if (all.size() < least) {
            return page;
        }
        wrongs.incrementAndGet();
        Publication first = all.getFirst();
        Publication last = all.getLast();
        List<Publication> some = new ArrayList<>(all.subList(0, begin));
        some.add(
                new Publication(
                        last.channel(),
                        last.epoch(),
                        last.offset(),
                        begin == 0 ? first.previous() : first.offset(),
                        last.payload(),
                        last.key(),
                        last.tags(),
                        last.publisher(),
                        last.time()));
        return new HistoryPage(some, page.position());
    }
}
