package dev.duplex.engine.redis;

import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.StreamListener;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Streams on a cluster, looked at more closely than through an engine: where each channel is, and what happens in the moment in which slots move.
final class SlotsNode implements StreamListener, AutoCloseable {
    private static final Keys KEYS = new Keys("duplex");

    final Resources resources;
    final Slots slots;
    final RedisStreams streams;
    final Queue<String> heard = new ConcurrentLinkedQueue<>();

    /// Whether what another thread did when slots moved had to wait.
    final CompletableFuture<Boolean> waitedForMove = new CompletableFuture<>();

    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicReference<Runnable> whileMoving = new AtomicReference<>(() -> {});

    SlotsNode(Cluster cluster) {
        this(cluster, Waiting.PATIENT);
    }

    SlotsNode(Cluster cluster, RedisLimits limits) {
        this(RedisURI.create(cluster.servers.getFirst().url()), limits);
    }

    SlotsNode(RedisURI seed, RedisLimits limits) {
        seed.setTimeout(limits.patience());
        resources =
                new Resources(
                        limits,
                        new RedisObserver() {
                            @Override
                            public void disconnected() {
                                lost.incrementAndGet();
                            }
                        });
        slots =
                new Slots(
                        resources,
                        List.of(seed),
                        Optional.empty(),
                        KEYS,
                        () -> whileMoving.getAndSet(() -> {}).run());
        streams = new RedisStreams(slots, KEYS, limits, false);
        streams.start(this);
        slots.open(Duration.ofMinutes(1));
    }

    /// Has another thread do something when slots move the next time, and that go on when it is done or waits for a lock.
    void whileMoving(Runnable what) {
        whileMoving.set(() -> {
            Thread other = Thread.ofPlatform().start(what);
            Waiting.until(
                    "it is done, or waits",
                    () -> !other.isAlive() || other.getState() == Thread.State.BLOCKED);
            waitedForMove.complete(other.isAlive());
        });
    }

    CompletionStage<Published> publishing(String channel, String text) {
        return streams.publish(channel, Heard.draft(text), Heard.KEPT);
    }

    List<String> texts(String channel) {
        HistoryQuery all = new HistoryQuery(Optional.empty(), HistoryQuery.ALL, false);
        return Heard.await(streams.read(channel, all, Heard.KEPT)).publications().stream()
                .map(Heard::text)
                .toList();
    }

    /// How many topics there are, at all servers.
    int topics() {
        return slots.all().stream().mapToInt(it -> it.topics().count()).sum();
    }

    /// Streams for who found a server and comes to it when its slots may have moved.
    RedisStreams late(Server found) {
        RedisStreams late =
                new RedisStreams(
                        new Servers() {
                            @Override
                            public void open(Duration patience) {}

                            @Override
                            public Server of(String channel) {
                                return found;
                            }

                            @Override
                            public Server meeting() {
                                return found;
                            }

                            @Override
                            public List<Server> all() {
                                return List.of(found);
                            }

                            @Override
                            public String publish() {
                                return slots.publish();
                            }

                            @Override
                            public void close() {}
                        },
                        KEYS,
                        Waiting.PATIENT,
                        false);
        late.start(this);
        return late;
    }

    /// Until both connections to a server have been lost.
    void awaitLoss() {
        Waiting.until("both connections are lost", () -> lost.get() == 2);
    }

    void awaitMove(String channel, Server before) {
        Waiting.until("it is known that the slot has moved", () -> slots.of(channel) != before);
    }

    /// Has no answer dealt with until it is told.
    CountDownLatch holdAnswers() {
        return Waiting.holdAnswers(resources);
    }

    @Override
    public void published(Publication publication) {
        heard.add(Heard.text(publication));
    }

    @Override
    public void signalled(String channel, Signal signal) {}

    @Override
    public void resumed(String channel) {}

    @Override
    public void interrupted(String channel) {}

    @Override
    public void endOfBatch() {}

    @Override
    public void close() {
        streams.close();
    }
}
