package dev.duplex.engine.disk;

import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.engine.StreamOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Reads history, from one view of the store. Takes time: not for an event loop, nor for the committing thread.
final class Histories {
    private final Store store;
    private final long generation;

    Histories(Store store, long generation) {
        this.store = store;
        this.generation = generation;
    }

    /// A part of the channel's history.
    ///
    /// @param renewing whether a position that is soon forgotten can be written again
    /// @return empty if the channel's position has to be written first: it has none, or one of an earlier generation, or one
    ///     that is soon forgotten
    Optional<HistoryPage> read(
            String channel,
            HistoryQuery query,
            StreamOptions options,
            Instant now,
            boolean renewing) {
        try (RocksIterator view = store.iterator()) {
            byte[] key = Keys.stream(channel);
            view.seek(key);
            if (!view.isValid() || !Arrays.equals(view.key(), key)) {
                view.status();
                return Optional.empty();
            }
            StreamState state = StreamState.decode(view.value());
            if (!state.hasEpochOf(generation)
                    || (renewing && isSoonForgotten(state, options, now))) {
                return Optional.empty();
            }
            HistoryPage page =
                    new HistoryPage(
                            publications(view, channel, state, query, now),
                            new Position(state.epoch(), state.offset()));
            view.status();
            return Optional.of(page);
        } catch (RocksDBException e) {
            throw store.failure("could not read", e);
        }
    }

    /// Whether a position that is looked at is written again: not at each look, but before half of its time is over.
    private static boolean isSoonForgotten(StreamState state, StreamOptions options, Instant now) {
        Duration half = options.positionTtl().dividedBy(2);
        return state.until() < now.plus(half).toEpochMilli();
    }

    private List<Publication> publications(
            RocksIterator view,
            String channel,
            StreamState state,
            HistoryQuery query,
            Instant now) {
        Position since = query.since().orElse(null);
        int limit = query.limit() == HistoryQuery.ALL ? Integer.MAX_VALUE : query.limit();
        if (limit == 0
                || !state.hasHistory()
                || (since != null && !since.epoch().equals(state.epoch()))) {
            return List.of();
        }
        List<Publication> page = new ArrayList<>();
        long from = from(state, query);
        byte[] key = Keys.publication(channel, Math.max(0, from));
        view.seek(key);
        Shown shown = new Shown(view, channel, state, now.toEpochMilli());
        long bytes = 0;
        for (long offset = from;
                offset >= state.first() && offset <= state.offset() && page.size() < limit;
                offset += query.reverse() ? -1 : 1) {
            checkIs(view, channel, key, offset);
            byte[] record = view.value();
            if (shown.is(offset, record)) {
                Publication publication =
                        Kept.decode(channel, state.epoch(), offset, record).publication();
                bytes += publication.payload().size();
                if (!page.isEmpty() && bytes > query.bytes()) {
                    break;
                }
                page.add(publication);
            }
            if (query.reverse()) {
                view.prev();
            } else {
                view.next();
            }
        }
        return page;
    }

    /// Where a page begins. Whoever is beyond the end, however far, gets nothing.
    private static long from(StreamState state, HistoryQuery query) {
        Position since = query.since().orElse(null);
        return query.reverse()
                ? Math.min(state.offset(), since == null ? Long.MAX_VALUE : since.offset() - 1)
                : Math.max(
                        state.first(),
                        since == null ? 0 : Math.min(since.offset(), state.offset()) + 1);
    }

    /// What is shown of one history: all from the first on that has not expired. One behind it may have expired earlier, where the time to
    /// live was made shorter or the clock went back: without it the history would have a hole, and the latest not be the latest.
    private static final class Shown {
        private final RocksIterator view;
        private final String channel;
        private final StreamState state;
        private final long millis;

        /// The first that is shown; 0 until it is asked for.
        private long first;

        /// @param view is moved, and brought back
        Shown(RocksIterator view, String channel, StreamState state, long millis) {
            this.view = view;
            this.channel = channel;
            this.state = state;
            this.millis = millis;
        }

        /// @param record at which the view is
        boolean is(long offset, byte[] record) {
            if (millis < Kept.until(record)) {
                return true;
            }
            if (first == 0) {
                first = find();
                view.seek(Keys.publication(channel, offset));
            }
            return offset >= first;
        }

        private long find() {
            byte[] key = Keys.publication(channel, state.first());
            view.seek(key);
            long offset = state.first();
            while (offset <= state.offset()) {
                checkIs(view, channel, key, offset);
                if (millis < Kept.until(view.value())) {
                    return offset;
                }
                view.next();
                offset++;
            }
            return offset;
        }
    }

    /// All offsets between the first and the last are there: anything else is a loss, and must not look like a short history.
    private static void checkIs(RocksIterator view, String channel, byte[] key, long offset) {
        if (!view.isValid()
                || !Keys.isOfSameChannel(key, view.key())
                || Keys.offset(view.key()) != offset) {
            throw new EngineException(
                    "the store lacks publication " + offset + " of channel " + channel);
        }
    }
}
