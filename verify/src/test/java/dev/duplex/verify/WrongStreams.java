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
    private static final int MUCH = 300;

    private static final int SOME = 11;

    private final Wrong wrong;
    private final AtomicLong count = new AtomicLong();
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

    @Override
    public CompletionStage<Published> publish(String channel, Draft draft, StreamOptions options) {
        boolean some = count.incrementAndGet() % SOME == 0;
        return switch (wrong) {
            case NOTHING, HIDES, FORGETS_MIDDLE -> super.publish(channel, draft, options);
            case LOSES -> some ? pretended() : super.publish(channel, draft, options);
            case DOUBLES -> {
                if (some) {
                    super.publish(channel, draft.withIdempotencyKey(""), options);
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
                yield some
                        ? CompletableFuture.failedStage(new IllegalStateException("too late"))
                        : published;
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
            case HIDES -> page.thenApply(it -> hiding(it, 3));
            case FORGETS_MIDDLE -> page.thenApply(it -> hiding(it, MUCH));
            default -> page;
        };
    }

    /// Without those in the middle; what is behind them says that it follows what was before.
    ///
    /// @param least as many as there have to be
    private static HistoryPage hiding(HistoryPage page, int least) {
        List<Publication> all = page.publications();
        if (all.size() < least) {
            return page;
        }
        List<Publication> some = new ArrayList<>();
        some.add(all.getFirst());
        Publication last = all.getLast();
        some.add(
                new Publication(
                        last.channel(),
                        last.epoch(),
                        last.offset(),
                        all.getFirst().offset(),
                        last.payload(),
                        last.key(),
                        last.tags(),
                        last.publisher(),
                        last.time()));
        return new HistoryPage(some, page.position());
    }
}
