package dev.duplex.engine.disk;

import dev.duplex.channels.engine.EngineException;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Takes what can be read of a store into a new one: of each channel its position, the end of its history that has no hole, and its
/// idempotency keys. All epochs are over.
final class Salvage implements Walk.Visitor, AutoCloseable {
    private static final long BATCH_BYTES = 4L << 20;

    private final Store from;
    private final Store to;
    private WriteBatch batch = new WriteBatch();
    private long generation;

    Salvage(Store from, Store to) {
        this.from = from;
        this.to = to;
    }

    void run() {
        Optional<Session> last = session(from);
        generation = last.map(Session::generation).orElse(0L);
        try (Walk walk = new Walk(from, 0, this)) {
            walk.run();
        }
        write();
        Sync sync = last.map(Session::sync).orElse(Sync.ALWAYS);
        to.put(Keys.SESSION, new Session(generation + 1, sync, false).encode());
    }

    private static Optional<Session> session(Store store) {
        try {
            return Optional.ofNullable(store.get(Keys.SESSION)).map(Session::decode);
        } catch (EngineException _) {
            // Then the generation is that of the channels.
            return Optional.empty();
        }
    }

    @Override
    public void channel(Walk.Channel channel) {
        StreamState state = channel.state();
        generation = Math.max(generation, state.generation());
        String name = channel.name();
        for (long offset = channel.whole(); offset <= state.offset(); offset++) {
            take(Keys.publication(name, offset));
        }
        for (long number = state.firstKey(); number < state.nextKey(); number++) {
            takeKey(name, number);
        }
        put(Keys.stream(name), state.withFirst(channel.whole()).encode());
    }

    @Override
    public void lostChannel() {}

    @Override
    public void problem(String sentence) {
        // Whoever wants to know has it checked.
    }

    private void takeKey(String channel, long number) {
        byte[] order = Keys.order(channel, number);
        byte[] seen;
        byte[] key;
        byte[] remembered;
        try {
            seen = from.get(order);
            if (seen == null) {
                return;
            }
            key = Keys.idempotency(channel, Remembered.Seen.decode(seen).key());
            remembered = from.get(key);
        } catch (EngineException _) {
            // It is forgotten, as a key is that was not seen.
            return;
        }
        put(order, seen);
        if (remembered != null) {
            put(key, remembered);
        }
    }

    private void take(byte[] key) {
        byte[] value = from.get(key);
        if (value != null) {
            put(key, value);
        }
    }

    private void put(byte[] key, byte[] value) {
        try {
            batch.put(key, value);
        } catch (RocksDBException e) {
            throw to.failure("could not take a record", e);
        }
        if (batch.getDataSize() > BATCH_BYTES) {
            write();
        }
    }

    private void write() {
        to.write(batch, true);
        batch.close();
        batch = new WriteBatch();
    }

    @Override
    public void close() {
        batch.close();
    }
}
