package dev.duplex.engine.disk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Goes around over all channels, some at a time, and finds those of which something has expired. One thread at a time.
final class Sweep {
    private final Store store;

    /// Where it goes on.
    private byte[] next = Keys.STREAMS;

    Sweep(Store store) {
        this.store = store;
    }

    /// The channels with something to forget, among the next ones.
    ///
    /// @param most how many it looks at
    List<String> find(int most, Instant now) {
        List<String> found = new ArrayList<>();
        try (RocksIterator view = store.iterator()) {
            view.seek(next);
            for (int i = 0; i < most; i++) {
                if (!view.isValid() || view.key()[0] != Keys.STREAM) {
                    view.status();
                    next = Keys.STREAMS;
                    return found;
                }
                String channel = Keys.channelOfStream(view.key());
                if (hasExpired(channel, StreamState.decode(view.value()), now.toEpochMilli())) {
                    found.add(channel);
                }
                view.next();
            }
            next = view.isValid() ? view.key() : Keys.STREAMS;
            view.status();
            return found;
        } catch (RocksDBException e) {
            throw store.failure("could not look for what has expired", e);
        }
    }

    private boolean hasExpired(String channel, StreamState state, long now) {
        if (state.hasHistory()) {
            byte[] oldest = store.get(Keys.publication(channel, state.first()));
            if (oldest != null && now >= Kept.until(oldest)) {
                return true;
            }
        }
        if (state.hasKeys()) {
            byte[] oldest = store.get(Keys.order(channel, state.firstKey()));
            if (oldest != null && now >= Remembered.Seen.decode(oldest).until()) {
                return true;
            }
        }
        return !state.hasHistory() && !state.hasKeys() && now >= state.until();
    }
}
