package dev.duplex.races;

import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.Recovery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/// A hub for one run of a race, with a channel that has a history. Its arbiter closes it.
final class Stage implements AutoCloseable {
    static final String CHANNEL = "c";

    private static final Namespaces NAMESPACES =
            Namespaces.of(
                    Map.of(
                            "",
                            ChannelOptions.builder()
                                    .history(16, Duration.ofMinutes(1))
                                    .recovery(Recovery.STREAM)
                                    .build()));

    private final ConcurrentLinkedQueue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final Hub hub =
            Hub.builder()
                    .namespaces(NAMESPACES)
                    .uncaught((_, thrown) -> uncaught.add(thrown))
                    .build();

    Hub hub() {
        return hub;
    }

    /// Publishes one letter or more; the engine in memory answers at once.
    Published publish(String text) {
        return publish(draft(text));
    }

    Published publish(Draft draft) {
        return now(hub.publish(CHANNEL, draft)).orElseThrow();
    }

    static Draft draft(String text) {
        return Draft.of(Payload.of(Payload.Kind.TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    /// All that was published, in its order.
    String history() {
        HistoryQuery all = new HistoryQuery(Optional.empty(), HistoryQuery.ALL, false);
        HistoryPage page = now(hub.history(CHANNEL, all)).orElseThrow();
        return text(page.publications());
    }

    static String text(List<Publication> publications) {
        return publications.stream().map(Stage::text).collect(Collectors.joining());
    }

    static String text(Publication publication) {
        return new String(publication.payload().bytes(), StandardCharsets.UTF_8);
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /// @throws IllegalStateException if a subscriber, a lane or the engine has thrown anything: a failure of the race
    @Override
    public void close() {
        hub.close();
        Throwable thrown = uncaught.peek();
        if (thrown != null) {
            throw new IllegalStateException("thrown in the hub", thrown);
        }
    }
}
