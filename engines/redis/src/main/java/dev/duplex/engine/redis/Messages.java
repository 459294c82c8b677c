package dev.duplex.engine.redis;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.RecordReader;
import dev.duplex.channels.engine.RecordWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;

/// What goes to who is subscribed to a channel, and what stands in its history, as the scripts make them: a head of text, then a
/// record. See `publish.lua` and `position.lua`.
final class Messages {
    /// Of an entry of the history.
    private static final int HEAD = 40;

    private static final int TIME_FROM = 13;
    private static final int KIND_AT = 29;
    private static final byte SNAPSHOT = 's';
    private static final long MICROS = 1_000_000;

    private Messages() {}

    /// What the scripts carry and do not look into.
    static byte[] body(Draft draft) {
        return new RecordWriter(64 + draft.payload().size()).draft(draft).done();
    }

    static byte[] of(Signal signal) {
        byte[] member = new RecordWriter(64).member(signal.member()).done();
        String head =
                switch (signal) {
                    case Signal.Join _ -> "j\n";
                    case Signal.Leave _ -> "l\n";
                };
        return ByteBuffer.allocate(head.length() + member.length)
                .put(head.getBytes(StandardCharsets.US_ASCII))
                .put(member)
                .array();
    }

    /// Reads what came by a channel's topic.
    ///
    /// @throws IllegalArgumentException if it is nothing that this version knows
    static void read(
            String channel,
            byte[] message,
            Consumer<Publication> publication,
            Consumer<Signal> signal) {
        int end = 0;
        while (end < message.length && message[end] != '\n') {
            end++;
        }
        if (end == message.length) {
            throw new IllegalArgumentException("a message has no head");
        }
        String[] head = new String(message, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
        ByteBuffer body = ByteBuffer.wrap(message, end + 1, message.length - end - 1);
        switch (head[0] + head.length) {
            case "p5" ->
                    publication.accept(
                            Publication.of(
                                    channel,
                                    RecordReader.read(body, RecordReader::draft),
                                    head[1],
                                    Long.parseLong(head[2]),
                                    Long.parseLong(head[3]),
                                    time(head[4])));
            case "t2" ->
                    publication.accept(
                            Publication.of(
                                    channel,
                                    RecordReader.read(body, RecordReader::draft),
                                    "",
                                    0,
                                    0,
                                    time(head[1])));
            case "j1" ->
                    signal.accept(new Signal.Join(RecordReader.read(body, RecordReader::member)));
            case "l1" ->
                    signal.accept(new Signal.Leave(RecordReader.read(body, RecordReader::member)));
            default -> throw new IllegalArgumentException("no such message: " + head[0]);
        }
    }

    /// Reads an entry of a history.
    ///
    /// @throws IllegalArgumentException if it is none
    static Publication entry(String channel, String epoch, long offset, byte[] entry) {
        if (entry.length < HEAD) {
            throw new IllegalArgumentException("an entry is shorter than its head");
        }
        Draft draft =
                RecordReader.read(
                        ByteBuffer.wrap(entry, HEAD, entry.length - HEAD), RecordReader::draft);
        String time = new String(entry, TIME_FROM, KIND_AT - TIME_FROM, StandardCharsets.US_ASCII);
        // One that stands for all before it is preceded by nothing.
        long previous = entry[KIND_AT] == SNAPSHOT ? 0 : offset - 1;
        return Publication.of(channel, draft, epoch, offset, previous, time(time));
    }

    private static Instant time(String micros) {
        long all = Long.parseLong(micros);
        return Instant.ofEpochSecond(all / MICROS, all % MICROS * 1_000);
    }
}
