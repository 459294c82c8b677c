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
    /// @return empty if the channel's position has to be written first: it has none, or one of an earlier generation, or one
    ///     that is soon forgotten
    Optional<HistoryPage> read(
            String channel, HistoryQuery query, StreamOptions options, Instant now) {
        try (RocksIterator view = store.iterator()) {
            byte[] key = Keys.stream(channel);
            view.seek(key);
            if (!view.isValid() || !Arrays.equals(view.key(), key)) {
                view.status();
                return Optional.empty();
            }
            StreamState state = StreamState.decode(view.value());
            if (!state.hasEpochOf(generation) || isSoonForgotten(state, options, now)) {
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
        // Whoever is beyond the end, however far, gets nothing.
        long from =
                query.reverse()
                        ? Math.min(
                                state.offset(), since == null ? Long.MAX_VALUE : since.offset() - 1)
                        : Math.max(
                                state.first(),
                                since == null ? 0 : Math.min(since.offset(), state.offset()) + 1);
        List<Publication> page = new ArrayList<>();
        byte[] key = Keys.publication(channel, Math.max(0, from));
        view.seek(key);
        long millis = now.toEpochMilli();
        long bytes = 0;
        for (long offset = from;
                offset >= state.first() && offset <= state.offset() && page.size() < limit;
                offset += query.reverse() ? -1 : 1) {
            checkIs(view, channel, key, offset);
            byte[] record = view.value();
            if (millis < Kept.until(record)) {
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

    /// All offsets between the first and the last are there: anything else is a loss, and must not look like a short history.
    private void checkIs(RocksIterator view, String channel, byte[] key, long offset) {
        if (!view.isValid()
                || !Keys.isOfSameChannel(key, view.key())
                || Keys.offset(view.key()) != offset) {
            throw new EngineException(
                    "the store lacks publication " + offset + " of channel " + channel);
        }
    }
}
