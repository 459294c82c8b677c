package dev.duplex.bench.disk;

import dev.duplex.bench.BenchException;
import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/// An engine of Duplex in this process, with a listener that counts, where a node has its hub.
final class EngineSubject implements Subject {
    /// For as long as nothing expires while it is measured.
    static final Duration HISTORY_TTL = Duration.ofHours(1);

    static final Duration POSITION_TTL = Duration.ofHours(24);

    private final Engine engine;
    private final Path directory;
    private final StreamOptions options;
    private final Counter counter = new Counter();

    EngineSubject(Engine engine, Path directory, int history) {
        this.engine = engine;
        this.directory = directory;
        options = new StreamOptions(history, HISTORY_TTL, POSITION_TTL);
        engine.streams().start(counter);
    }

    @Override
    public CompletionStage<?> publish(String channel, byte[] payload) {
        return engine.streams().publish(channel, draft(payload), options);
    }

    @Override
    public CompletionStage<?> pass(String channel, byte[] payload) {
        return engine.streams().publish(channel, draft(payload), StreamOptions.TRANSIENT);
    }

    private static Draft draft(byte[] payload) {
        return Draft.of(Payload.of(Payload.Kind.JSON, payload));
    }

    @Override
    public void flush() {}

    @Override
    public OptionalLong commits() {
        return OptionalLong.of(counter.commits.get());
    }

    @Override
    public long offset(String channel) {
        return read(channel, HistoryQuery.POSITION).position().offset();
    }

    @Override
    public long kept(String channel) {
        HistoryQuery all = new HistoryQuery(HistoryQuery.POSITION.since(), HistoryQuery.ALL, false);
        return read(channel, all).publications().size();
    }

    private HistoryPage read(String channel, HistoryQuery query) {
        return engine.streams().read(channel, query, options).toCompletableFuture().join();
    }

    @Override
    public Space space() {
        close();
        Path data = directory.resolve("data");
        long left = Disk.size(data);
        long begun = System.nanoTime();
        try (RocksRecords store = RocksRecords.ofEngine(directory)) {
            store.compact();
        }
        long nanos = System.nanoTime() - begun;
        return new Space(left, Disk.size(data), nanos);
    }

    @Override
    public void close() {
        engine.close();
    }

    /// What the listener heard. The engines call it by one thread at a time; others read.
    private static final class Counter implements StreamListener {
        private final AtomicLong commits = new AtomicLong();
        private boolean some;

        @Override
        public void published(Publication publication) {
            some = true;
        }

        @Override
        public void signalled(String channel, Signal signal) {}

        @Override
        public void resumed(String channel) {
            throw new BenchException("an engine of one node says that it was away");
        }

        @Override
        public void interrupted(String channel) {
            throw new BenchException("an engine of one node says that it missed something");
        }

        @Override
        public void endOfBatch() {
            if (some) {
                some = false;
                commits.incrementAndGet();
            }
        }
    }
}
