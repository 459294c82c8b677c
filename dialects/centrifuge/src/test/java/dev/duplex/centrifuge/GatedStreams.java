package dev.duplex.centrifuge;

import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import dev.duplex.testkit.engine.ForwardingStreams;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Streams whose histories are read once the test says so.
final class GatedStreams extends ForwardingStreams {
    private final CompletableFuture<Void> gate = new CompletableFuture<>();

    GatedStreams(Streams streams) {
        super(streams);
    }

    void open() {
        gate.complete(null);
    }

    @Override
    public CompletionStage<HistoryPage> read(
            String channel, HistoryQuery query, StreamOptions options) {
        return gate.thenCompose(_ -> super.read(channel, query, options));
    }
}
