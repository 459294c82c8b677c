package dev.duplex.engine.disk;

import dev.duplex.channels.engine.EngineException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Goes around over all channels, some at a time, and finds those of which something has expired. What cannot be read is told, and
/// keeps no other channel from its turn. One thread at a time.
final class Sweep {
    private final Store store;
    private final Consumer<EngineException> unreadable;

    /// Where it goes on.
    private byte[] next = Keys.STREAMS;

    /// @param unreadable hears of what cannot be read, each time it is come by
    Sweep(Store store, Consumer<EngineException> unreadable) {
        this.store = store;
        this.unreadable = unreadable;
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
                if (hasExpired(channel, view.value(), now.toEpochMilli())) {
                    found.add(channel);
                }
                view.next();
            }
            next = view.isValid() ? view.key() : Keys.STREAMS;
            view.status();
            return found;
        } catch (RocksDBException e) {
            // Nobody knows what follows: those before it have their turn again.
            next = Keys.STREAMS;
            unreadable.accept(store.failure("could not look for what has expired", e));
            return found;
        }
    }

    private boolean hasExpired(String channel, byte[] state, long now) {
        try {
            return hasExpired(channel, StreamState.decode(state), now);
        } catch (EngineException e) {
            unreadable.accept(e);
            return false;
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
            // One that is not there was forgotten before its turn: by a salvage that could not read
            // it.
            if (oldest == null || now >= Remembered.Seen.decode(oldest).until()) {
                return true;
            }
        }
        return !state.hasHistory() && !state.hasKeys() && now >= state.until();
    }
}
