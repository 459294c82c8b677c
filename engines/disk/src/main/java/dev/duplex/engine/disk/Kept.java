package dev.duplex.engine.disk;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A publication as the store has it. Its channel and offset are its key; its epoch is the channel's of now.
///
/// @param until in milliseconds since 1970, how long it is shown
record Kept(Publication publication, long until) {
    static Kept decode(String channel, String epoch, long offset, byte[] record) {
        return RecordReader.read(
                record,
                it -> {
                    long until = it.number();
                    long previous = it.number();
                    Instant time = Instant.ofEpochSecond(it.number(), it.count());
                    Payload payload = payload(it);
                    Draft draft = Draft.of(payload).withKey(it.text()).withTags(tags(it));
                    if (it.small() == 1) {
                        draft = draft.withPublisher(member(it));
                    }
                    return new Kept(
                            Publication.of(channel, draft, epoch, offset, previous, time), until);
                });
    }

    /// Of a record, how long it is shown, without reading the rest.
    static long until(byte[] record) {
        return ByteBuffer.wrap(record).getLong();
    }

    byte[] encode() {
        Instant time = publication.time();
        RecordWriter writer =
                new RecordWriter(64 + publication.payload().size())
                        .number(until)
                        .number(publication.previous())
                        .number(time.getEpochSecond())
                        .count(time.getNano());
        payload(writer, publication.payload());
        writer.text(publication.key()).count(publication.tags().size());
        publication.tags().forEach((tag, value) -> writer.text(tag).text(value));
        Optional<Member> publisher = publication.publisher();
        writer.small(publisher.isPresent() ? 1 : 0);
        publisher.ifPresent(it -> {
            writer.text(it.client()).text(it.user());
            payload(writer, it.connectionInfo());
            payload(writer, it.channelInfo());
        });
        return writer.done();
    }

    private static Map<String, String> tags(RecordReader reader) {
        int count = reader.count();
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            tags.put(reader.text(), reader.text());
        }
        return tags;
    }

    private static Member member(RecordReader reader) {
        return new Member(reader.text(), reader.text(), payload(reader), payload(reader));
    }

    private static void payload(RecordWriter writer, Payload payload) {
        writer.small(
                        switch (payload.kind()) {
                            case JSON -> 'J';
                            case TEXT -> 'T';
                            case BINARY -> 'B';
                        })
                .bytes(payload.buffer());
    }

    private static Payload payload(RecordReader reader) {
        int kind = reader.small();
        return Payload.of(
                switch (kind) {
                    case 'J' -> Payload.Kind.JSON;
                    case 'T' -> Payload.Kind.TEXT;
                    case 'B' -> Payload.Kind.BINARY;
                    default -> throw new IllegalArgumentException("kind " + kind);
                },
                reader.bytes());
    }
}
