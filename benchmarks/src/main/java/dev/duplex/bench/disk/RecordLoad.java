package dev.duplex.bench.disk;

import dev.duplex.bench.BenchException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/// Writes the records that the engine on disk writes of publications, with keys and values as long as its own: for each channel of a
/// commit its state is read, and written; for each publication one is put, and the oldest of the history removed. What is
/// read must be what was written last.
final class RecordLoad {
    /// Of an epoch, numbers and times, as many bytes as the engine has.
    private static final int STATE_BYTES = 60;

    /// What a publication has around its payload there.
    private static final int AROUND_PAYLOAD_BYTES = 42;

    private final RecordStore store;
    private final List<byte[]> names = new ArrayList<>();
    private final long[] offsets;
    private final List<byte[]> values;
    private final int history;
    private final SplittableRandom random = new SplittableRandom(2);
    private int value;

    RecordLoad(RecordStore store, int channels, int history) {
        this.store = store;
        this.history = history;
        Material material = Material.of(channels);
        material.channels().forEach(it -> names.add(it.getBytes(StandardCharsets.US_ASCII)));
        values =
                material.payloads().stream()
                        .map(it ->
                                ByteBuffer.allocate(it.length + AROUND_PAYLOAD_BYTES)
                                        .position(AROUND_PAYLOAD_BYTES)
                                        .put(it)
                                        .array())
                        .toList();
        offsets = new long[channels];
    }

    /// Fills all histories.
    void fill(int batch) {
        int all = names.size() * history;
        for (int done = 0; done < all; done += batch) {
            int from = done;
            commit(Math.min(batch, all - done), it -> (from + it) % names.size());
        }
    }

    /// Commits publications in channels at random.
    void commit(int publications) {
        commit(publications, _ -> random.nextInt(names.size()));
    }

    private void commit(int publications, IntUnaryOperator channels) {
        RecordStore.Batch batch = store.begin();
        Set<Integer> changed = new HashSet<>();
        for (int i = 0; i < publications; i++) {
            int channel = channels.applyAsInt(i);
            if (changed.add(channel)) {
                check(batch, channel);
            }
            publish(batch, channel);
        }
        changed.forEach(it -> batch.put(stateKey(it), state(offsets[it])));
        batch.commit();
    }

    private void check(RecordStore.Batch batch, int channel) {
        byte[] state = batch.get(stateKey(channel));
        long offset = state == null ? 0 : ByteBuffer.wrap(state).getLong();
        if (offset != offsets[channel]) {
            throw new BenchException(
                    "the store has publication %d as a channel's latest, not %d"
                            .formatted(offset, offsets[channel]));
        }
    }

    private void publish(RecordStore.Batch batch, int channel) {
        long offset = ++offsets[channel];
        batch.put(publicationKey(channel, offset), values.get(value++ % values.size()));
        if (offset > history) {
            batch.delete(publicationKey(channel, offset - history));
        }
    }

    private static byte[] state(long offset) {
        return ByteBuffer.allocate(STATE_BYTES).putLong(offset).array();
    }

    private byte[] stateKey(int channel) {
        byte[] name = names.get(channel);
        return ByteBuffer.allocate(1 + name.length).put((byte) 's').put(name).array();
    }

    private byte[] publicationKey(int channel, long offset) {
        byte[] name = names.get(channel);
        return ByteBuffer.allocate(1 + Short.BYTES + name.length + Long.BYTES)
                .put((byte) 'p')
                .putShort((short) name.length)
                .put(name)
                .putLong(offset)
                .array();
    }
}
