package dev.duplex.engine.disk;

import dev.duplex.channels.engine.RecordWriter;

/// What was published by an idempotency key.
///
/// @param offset of the publication; 0 if it has none
/// @param until in milliseconds since 1970, how long the key counts
/// @param number of the key in its channel
record Remembered(long offset, long until, long number) {
    static Remembered decode(byte[] record) {
        return Records.read(record, it -> new Remembered(it.number(), it.number(), it.number()));
    }

    byte[] encode() {
        return new RecordWriter(3 * Long.BYTES).number(offset).number(until).number(number).done();
    }

    /// A key where it stands in the order in which keys were seen.
    record Seen(String key, long until) {
        static Seen decode(byte[] record) {
            return Records.read(record, it -> new Seen(it.text(), it.number()));
        }

        byte[] encode() {
            return new RecordWriter(32).text(key).number(until).done();
        }
    }
}
