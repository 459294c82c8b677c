package dev.duplex.centrifuge;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Streams whose histories are read once the test says so.
final class GatedStreams implements Streams {
    private final Streams streams;
    private final CompletableFuture<Void> gate = new CompletableFuture<>();

    GatedStreams(Streams streams) {
        this.streams = streams;
    }

    void open() {
        gate.complete(null);
    }

    @Override
    public CompletionStage<HistoryPage> read(
            String channel, HistoryQuery query, StreamOptions options) {
        return gate.thenCompose(_ -> streams.read(channel, query, options));
    }

    @Override
    public void start(StreamListener listener) {
        streams.start(listener);
    }

    @Override
    public CompletionStage<Published> publish(String channel, Draft draft, StreamOptions options) {
        return streams.publish(channel, draft, options);
    }

    @Override
    public CompletionStage<Void> signal(String channel, Signal signal) {
        return streams.signal(channel, signal);
    }

    @Override
    public CompletionStage<Void> trim(String channel, long upTo) {
        return streams.trim(channel, upTo);
    }

    @Override
    public CompletionStage<Boolean> compact(String channel, long upTo, Draft snapshot) {
        return streams.compact(channel, upTo, snapshot);
    }

    @Override
    public CompletionStage<Void> subscribe(String channel) {
        return streams.subscribe(channel);
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        return streams.unsubscribe(channel);
    }

    @Override
    public void close() {
        streams.close();
    }
}
