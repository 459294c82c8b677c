package dev.duplex.engine.redis;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.testkit.engine.Answers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Streams with what their listener has heard, and short words for what tests do with them.
final class Heard implements StreamListener, AutoCloseable {
    static final StreamOptions KEPT =
            new StreamOptions(100_000, Duration.ofHours(1), Duration.ofHours(2));

    final RedisEngine redis;
    final Engine engine;
    final Queue<Publication> published = new ConcurrentLinkedQueue<>();
    final Queue<String> resumed = new ConcurrentLinkedQueue<>();
    final Queue<String> interrupted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lost = new AtomicInteger();

    /// On an engine that gives nothing up for being late, as far as a test goes.
    Heard(RedisEngine.Builder builder) {
        this(builder, Waiting.PATIENT);
    }

    Heard(RedisEngine.Builder builder, RedisLimits limits) {
        redis =
                builder.limits(limits)
                        .observer(
                                new RedisObserver() {
                                    @Override
                                    public void disconnected() {
                                        lost.incrementAndGet();
                                    }
                                })
                        .start();
        engine = redis.engine();
        engine.streams().start(this);
    }

    CompletionStage<Published> publishing(String channel, String text) {
        return engine.streams().publish(channel, draft(text), KEPT);
    }

    Position publish(String channel, String text) {
        return await(publishing(channel, text)).position();
    }

    void subscribe(String channel) {
        await(engine.streams().subscribe(channel));
    }

    Position position(String channel) {
        return await(engine.streams().position(channel, KEPT));
    }

    boolean trims(String channel, Position upTo) {
        return await(engine.streams().trim(channel, upTo));
    }

    boolean compacts(String channel, Position upTo, String snapshot) {
        return await(engine.streams().compact(channel, upTo, draft(snapshot)));
    }

    List<Publication> history(String channel) {
        HistoryQuery all = new HistoryQuery(Optional.empty(), HistoryQuery.ALL, false);
        return await(engine.streams().read(channel, all, KEPT)).publications();
    }

    List<String> texts(String channel) {
        return history(channel).stream().map(Heard::text).toList();
    }

    List<String> heard() {
        return published.stream().map(Heard::text).toList();
    }

    void awaitHealth(RedisHealth health) {
        Waiting.until("the engine is " + health, () -> redis.health() == health);
    }

    /// Until both connections to a server have been lost, since the beginning.
    void awaitLoss() {
        Waiting.until("both connections are lost", () -> lost.get() >= 2);
    }

    /// How many connections have been lost, since the beginning.
    int losses() {
        return lost.get();
    }

    static Draft draft(String text) {
        return Draft.of(Payload.of(Payload.Kind.TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Publication publication) {
        return new String(publication.payload().bytes(), StandardCharsets.UTF_8);
    }

    static <T> T await(CompletionStage<T> stage) {
        return Answers.await(stage);
    }

    @Override
    public void published(Publication publication) {
        published.add(publication);
    }

    @Override
    public void signalled(String channel, Signal signal) {}

    @Override
    public void resumed(String channel) {
        resumed.add(channel);
    }

    @Override
    public void interrupted(String channel) {
        interrupted.add(channel);
    }

    @Override
    public void endOfBatch() {}

    @Override
    public void close() {
        engine.close();
    }
}
