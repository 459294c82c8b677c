package dev.duplex.engine.disk;

import dev.duplex.channels.engine.RecordWriter;

/// What is known of a channel without its publications: one small record of the store.
///
/// @param generation of the directory in which its epoch was made: in a later one it needs another
/// @param epoch empty as long as no position was needed
/// @param offset of the latest publication; 0 before the first
/// @param first the offset of the oldest that is kept; above `offset` if none is. All between are there
/// @param until in milliseconds since 1970, how long its position is remembered
/// @param firstKey the number of the oldest idempotency key
/// @param nextKey the number that the next gets
record StreamState(
        long generation,
        String epoch,
        long offset,
        long first,
        long until,
        long firstKey,
        long nextKey) {
    /// A channel that nothing is known of.
    static final StreamState NEW = new StreamState(0, "", 0, 1, Long.MIN_VALUE, 0, 0);

    static StreamState decode(byte[] record) {
        return Records.read(
                record,
                it ->
                        new StreamState(
                                it.number(),
                                it.text(),
                                it.number(),
                                it.number(),
                                it.number(),
                                it.number(),
                                it.number()));
    }

    byte[] encode() {
        return new RecordWriter(64)
                .number(generation)
                .text(epoch)
                .number(offset)
                .number(first)
                .number(until)
                .number(firstKey)
                .number(nextKey)
                .done();
    }

    boolean hasEpochOf(long now) {
        return generation == now && !epoch.isEmpty();
    }

    boolean hasHistory() {
        return first <= offset;
    }

    boolean hasKeys() {
        return firstKey < nextKey;
    }

    StreamState withEpoch(long generation, String epoch) {
        return new StreamState(generation, epoch, offset, first, until, firstKey, nextKey);
    }

    /// Remembered for so long, or as long as before if that is longer.
    StreamState keptUntil(long millis) {
        return new StreamState(
                generation, epoch, offset, first, Math.max(until, millis), firstKey, nextKey);
    }

    /// With one publication more.
    StreamState next() {
        return new StreamState(generation, epoch, offset + 1, first, until, firstKey, nextKey);
    }

    StreamState withFirst(long first) {
        return new StreamState(generation, epoch, offset, first, until, firstKey, nextKey);
    }

    StreamState withKeys(long firstKey, long nextKey) {
        return new StreamState(generation, epoch, offset, first, until, firstKey, nextKey);
    }
}
