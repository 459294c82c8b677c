package dev.duplex.engine.disk;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import dev.duplex.testkit.engine.Answers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Streams with what their listener has heard, and short words for what tests do with them.
final class Subject implements AutoCloseable {
    static final StreamOptions KEPT =
            new StreamOptions(100_000, Duration.ofHours(1), Duration.ofHours(2));

    final DiskStreams streams;
    final Queue<Publication> heard = new ConcurrentLinkedQueue<>();

    Subject(DiskEngine.Builder builder) {
        streams = builder.openStreams();
        streams.start(new Hearing(heard));
    }

    Store store() {
        return streams.store();
    }

    Published publish(String channel, String text) {
        return await(streams.publish(channel, text(text), KEPT));
    }

    Position position(String channel) {
        return await(streams.position(channel, KEPT));
    }

    List<Publication> history(String channel) {
        return history(streams, channel);
    }

    static List<Publication> history(Streams streams, String channel) {
        return await(
                        streams.read(
                                channel,
                                new HistoryQuery(Optional.empty(), HistoryQuery.ALL, false),
                                KEPT))
                .publications();
    }

    List<String> texts(String channel) {
        return history(channel).stream().map(Subject::text).toList();
    }

    static Draft text(String text) {
        return Draft.of(Payload.of(Payload.Kind.TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Publication publication) {
        return new String(publication.payload().bytes(), StandardCharsets.UTF_8);
    }

    static <T> T await(CompletionStage<T> stage) {
        return Answers.await(stage);
    }

    @Override
    public void close() {
        streams.close();
    }
}
