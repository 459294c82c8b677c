package dev.duplex.engine.redis;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.engine.Epochs;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All channels in Redis. What is published comes back by the connection for what is published, whoever has published it: this node's own
/// listeners hear of it that way too.
final class RedisStreams implements Streams {
    private final Servers servers;
    private final Keys keys;
    private final RedisLimits limits;
    private final boolean durable;
    private volatile @Nullable StreamListener listener;

    /// @param servers closed with it
    /// @param durable whether what Redis has answered outlives whatever happens to it
    RedisStreams(Servers servers, Keys keys, RedisLimits limits, boolean durable) {
        this.servers = servers;
        this.keys = keys;
        this.limits = limits;
        this.durable = durable;
    }

    @Override
    public void start(StreamListener listener) {
        this.listener = listener;
    }

    @Override
    public CompletionStage<Published> publish(String channel, Draft draft, StreamOptions options) {
        Arguments arguments =
                new Arguments()
                        .text(servers.publish())
                        .text(keys.topic(channel))
                        .bytes(Messages.body(draft))
                        .number(draft.payload().size())
                        .flag(options.keeps() && !draft.skipHistory())
                        .flag(!options.keeps())
                        .text(Epochs.make())
                        .flag(durable)
                        .number(options.historySize())
                        .time(options.historyTtl())
                        .time(options.positionTtl())
                        .text(draft.idempotencyKey())
                        .time(limits.idempotencyWindow())
                        .number(limits.idempotencyKeys());
        return run(channel, Script.PUBLISH, arguments)
                .thenApply(it ->
                        new Published(new Position(it.text(1), it.number(2)), it.number(0) == 1));
    }

    @Override
    public CompletionStage<Void> signal(String channel, Signal signal) {
        Arguments arguments =
                new Arguments()
                        .text(servers.publish())
                        .text(keys.topic(channel))
                        .bytes(Messages.of(signal));
        return run(channel, Script.SIGNAL, arguments).thenAccept(_ -> {});
    }

    @Override
    public CompletionStage<HistoryPage> read(
            String channel, HistoryQuery query, StreamOptions options) {
        if (!options.keeps()) {
            return CompletableFuture.completedStage(new HistoryPage(List.of(), Position.NONE));
        }
        Arguments arguments =
                new Arguments()
                        .text(Epochs.make())
                        .flag(durable)
                        .time(options.positionTtl())
                        .text(query.since().map(it -> Long.toString(it.offset())).orElse(""))
                        .text(query.since().map(Position::epoch).orElse(""))
                        .number(query.limit())
                        .flag(query.reverse())
                        .number(query.bytes());
        return run(channel, Script.READ, arguments)
                .thenApply(readable(it -> page(channel, query, it)));
    }

    @Override
    public CompletionStage<Void> clear(String channel) {
        return run(channel, Script.CLEAR, new Arguments()).thenAccept(_ -> {});
    }

    @Override
    public CompletionStage<Boolean> trim(String channel, Position upTo) {
        Arguments arguments =
                new Arguments().text(upTo.epoch()).flag(durable).number(upTo.offset());
        return run(channel, Script.TRIM, arguments).thenApply(it -> it.number(0) == 1);
    }

    @Override
    public CompletionStage<Boolean> compact(String channel, Position upTo, Draft snapshot) {
        Arguments arguments =
                new Arguments()
                        .text(upTo.epoch())
                        .flag(durable)
                        .number(upTo.offset())
                        .number(snapshot.payload().size())
                        .bytes(Messages.body(snapshot));
        return run(channel, Script.COMPACT, arguments).thenApply(it -> it.number(0) == 1);
    }

    @Override
    public CompletionStage<Void> subscribe(String channel) {
        StreamListener told = listener;
        if (told == null) {
            return CompletableFuture.failedStage(new EngineException("the engine is not open"));
        }
        return servers.of(channel).topics().join(keys.topic(channel), hearer(channel, told));
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        servers.of(channel).topics().leave(keys.topic(channel));
        return CompletableFuture.completedStage(null);
    }

    /// Closes the servers, for the other parts of the engine too, which are closed before.
    @Override
    public void close() {
        servers.close();
    }

    private CompletableFuture<Answer> run(String channel, Script script, Arguments arguments) {
        return servers.of(channel).commands().run(script, keys.stream(channel), arguments);
    }

    private static HistoryPage page(String channel, HistoryQuery query, Answer answer) {
        String epoch = answer.text(0);
        long first = answer.number(2);
        Answer entries = answer.list(3);
        List<Publication> page = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            long offset = query.reverse() ? first - i : first + i;
            page.add(Messages.entry(channel, epoch, offset, entries.bytes(i)));
        }
        return new HistoryPage(page, new Position(epoch, answer.number(1)));
    }

    /// What cannot be read in Redis is a failure of the engine.
    static <T> Function<Answer, T> readable(Function<Answer, T> reading) {
        return answer -> {
            try {
                return reading.apply(answer);
            } catch (IllegalArgumentException e) {
                throw new EngineException(
                        "Redis has what this version of Duplex cannot read: " + e.getMessage(), e);
            }
        };
    }

    private static Topic.Hearer hearer(String channel, StreamListener told) {
        return new Topic.Hearer() {
            @Override
            public void heard(byte[] message) {
                try {
                    Messages.read(
                            channel,
                            message,
                            told::published,
                            signal -> told.signalled(channel, signal));
                } catch (IllegalArgumentException e) {
                    // Another version's, or somebody else's: a publication that is missing is seen
                    // by the next.
                    RedisEngine.LOG.log(
                            System.Logger.Level.WARNING,
                            "a message of Redis in channel " + channel + " cannot be read",
                            e);
                }
            }

            @Override
            public void endOfBatch() {
                told.endOfBatch();
            }

            @Override
            public void resumed() {
                told.resumed(channel);
            }

            @Override
            public void interrupted() {
                told.interrupted(channel);
                told.endOfBatch();
            }
        };
    }
}
