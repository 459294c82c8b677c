package dev.duplex.app;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Position;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// The publications of a node that shares its channels with others, but for those of some namespaces, which are its own: what is told there is of this node,
/// and every node tells it. A channel is always in the same of the two, so that its order is theirs. For any thread.
final class OwnStreams implements Streams {
    private final Streams shared;
    private final Streams own;
    private final Set<String> namespaces;

    private OwnStreams(Streams shared, Streams own, Set<String> namespaces) {
        this.shared = shared;
        this.own = own;
        this.namespaces = Set.copyOf(namespaces);
    }

    /// @param shared what nodes share, their presence too: it closes with the engine that comes back
    /// @param own streams that only this node has, which close with it too
    /// @param namespaces of those; without presence
    static Engine in(Engine shared, Streams own, Set<String> namespaces) {
        return new Engine(
                new OwnStreams(shared.streams(), own, namespaces),
                shared.presence(),
                shared.cluster());
    }

    private Streams of(String channel) {
        return namespaces.contains(Namespaces.namespace(channel)) ? own : shared;
    }

    @Override
    public void start(StreamListener listener) {
        own.start(listener);
        shared.start(listener);
    }

    @Override
    public CompletionStage<Published> publish(String channel, Draft draft, StreamOptions options) {
        return of(channel).publish(channel, draft, options);
    }

    @Override
    public CompletionStage<Void> signal(String channel, Signal signal) {
        return of(channel).signal(channel, signal);
    }

    @Override
    public CompletionStage<HistoryPage> read(
            String channel, HistoryQuery query, StreamOptions options) {
        return of(channel).read(channel, query, options);
    }

    @Override
    public CompletionStage<Position> position(String channel, StreamOptions options) {
        return of(channel).position(channel, options);
    }

    @Override
    public CompletionStage<Void> clear(String channel) {
        return of(channel).clear(channel);
    }

    @Override
    public CompletionStage<Boolean> trim(String channel, Position upTo) {
        return of(channel).trim(channel, upTo);
    }

    @Override
    public CompletionStage<Boolean> compact(String channel, Position upTo, Draft snapshot) {
        return of(channel).compact(channel, upTo, snapshot);
    }

    @Override
    public CompletionStage<Void> subscribe(String channel) {
        return of(channel).subscribe(channel);
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        return of(channel).unsubscribe(channel);
    }

    @Override
    public void close() {
        try (own;
                shared) {
            // Each is closed whatever the other throws.
            return;
        }
    }
}
