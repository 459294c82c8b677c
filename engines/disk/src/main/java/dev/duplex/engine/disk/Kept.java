package dev.duplex.engine.disk;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Publication;
import dev.duplex.channels.engine.RecordWriter;
import java.nio.ByteBuffer;
import java.time.Instant;

/// A publication as the store has it. Its channel and offset are its key; its epoch is the channel's of now.
///
/// @param until in milliseconds since 1970, how long it is shown
record Kept(Publication publication, long until) {
    static Kept decode(String channel, String epoch, long offset, byte[] record) {
        return Records.read(
                record,
                it -> {
                    long until = it.number();
                    long previous = it.number();
                    Instant time = Instant.ofEpochSecond(it.number(), it.count());
                    return new Kept(
                            Publication.of(channel, it.draft(), epoch, offset, previous, time),
                            until);
                });
    }

    /// Of a record, how long it is shown, without reading the rest.
    ///
    /// @throws DiskException if it is not such a record
    static long until(byte[] record) {
        if (record.length < Long.BYTES) {
            throw Records.damaged(
                    new IllegalArgumentException("a record is shorter than it should be"));
        }
        return ByteBuffer.wrap(record).getLong();
    }

    byte[] encode() {
        Instant time = publication.time();
        Draft draft =
                Draft.of(publication.payload())
                        .withKey(publication.key())
                        .withTags(publication.tags());
        return new RecordWriter(64 + publication.payload().size())
                .number(until)
                .number(publication.previous())
                .number(time.getEpochSecond())
                .count(time.getNano())
                .draft(publication.publisher().map(draft::withPublisher).orElse(draft))
                .done();
    }
}
