package dev.duplex.testkit.engine;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Position;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import java.util.concurrent.CompletionStage;

/// Streams that hand everything on to others: a test changes of it what it wants to be otherwise, late, wrong or broken.
public abstract class ForwardingStreams implements Streams {
    private final Streams streams;

    /// @param streams who does it
    protected ForwardingStreams(Streams streams) {
        this.streams = streams;
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
    public CompletionStage<HistoryPage> read(
            String channel, HistoryQuery query, StreamOptions options) {
        return streams.read(channel, query, options);
    }

    @Override
    public CompletionStage<Void> clear(String channel) {
        return streams.clear(channel);
    }

    @Override
    public CompletionStage<Boolean> trim(String channel, Position upTo) {
        return streams.trim(channel, upTo);
    }

    @Override
    public CompletionStage<Boolean> compact(String channel, Position upTo, Draft snapshot) {
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
