package dev.duplex.testkit.engine;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.StreamOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/// What the contracts of an engine's parts stand on: an engine that is opened for each test, and channels that
/// no other test uses. Extended by [StreamsContract], [PresenceContract] and [ClusterContract], not by engines.
@Timeout(120)
public abstract class EngineContract {
    /// A history of a hundred, for longer than any test.
    protected static final StreamOptions KEPT =
            new StreamOptions(100, Duration.ofHours(1), Duration.ofHours(2));

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String run = Long.toString(System.nanoTime(), 36);
    private Engine engine;
    private RecordingListener listener;

    @SuppressWarnings("NullAway.Init") // opened before each test
    protected EngineContract() {}

    /// An engine that has not been started. Called before each test; the engine is closed after it.
    protected abstract Engine open();

    /// Lets time pass for the engine: by its clock if it has one, otherwise by waiting.
    protected abstract void pass(Duration time);

    /// How long to wait for what the engine has to bring; half a minute.
    protected Duration patience() {
        return Answers.PATIENCE;
    }

    @BeforeEach
    void openEngine() {
        engine = open();
        listener = new RecordingListener(patience());
        engine.streams().start(listener);
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    /// The one that is tested.
    protected final Engine engine() {
        return engine;
    }

    /// What it has said.
    protected final RecordingListener listener() {
        return listener;
    }

    /// The name of a channel that no other test uses.
    protected final String newChannel() {
        return "contract:" + run + "-" + NAMES.incrementAndGet();
    }

    /// What is answered.
    protected static <T> T await(CompletionStage<T> stage) {
        return Answers.await(stage);
    }

    protected static Draft draft(String text) {
        return Draft.of(Payload.of(Payload.Kind.TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    protected final Published publish(String channel, String text) {
        return await(engine.streams().publish(channel, draft(text), KEPT));
    }

    protected final HistoryPage read(String channel, HistoryQuery query) {
        return await(engine.streams().read(channel, query, KEPT));
    }

    protected final Position position(String channel) {
        return await(engine.streams().position(channel, KEPT));
    }

    protected final List<String> history(String channel) {
        return texts(
                read(channel, new HistoryQuery(Optional.empty(), HistoryQuery.ALL, false))
                        .publications());
    }

    protected static String text(Publication publication) {
        return new String(publication.payload().bytes(), StandardCharsets.UTF_8);
    }

    protected static List<String> texts(List<Publication> publications) {
        return publications.stream().map(EngineContract::text).toList();
    }
}
