package dev.duplex.testkit.engine;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;

/// Streams with a fault, by which it is seen that the contract finds it.
final class BrokenStreams extends ForwardingStreams {
    enum Fault {
        /// None: as good as what is below it.
        NONE,
        /// The listener does not hear of every fifth publication.
        DROPS,
        /// The listener hears of every fifth publication twice.
        DUPLICATES,
        /// The listener hears of some publications in another order.
        REORDERS,
        /// An idempotency key is not looked at.
        FORGETS_KEYS,
        /// History does not show the last publication.
        READS_STALE,
        /// A page of history has as many bytes as there are.
        IGNORES_BYTES,
        /// All there is follows the greatest offset.
        OVERFLOWS
    }

    private final Fault fault;

    BrokenStreams(Streams streams, Fault fault) {
        super(streams);
        this.fault = fault;
    }

    @Override
    public void start(StreamListener listener) {
        super.start(new Breaking(listener));
    }

    @Override
    public CompletionStage<Published> publish(String channel, Draft draft, StreamOptions options) {
        return super.publish(
                channel,
                fault == Fault.FORGETS_KEYS ? draft.withIdempotencyKey("") : draft,
                options);
    }

    @Override
    public CompletionStage<HistoryPage> read(
            String channel, HistoryQuery query, StreamOptions options) {
        HistoryQuery asked =
                switch (fault) {
                    case IGNORES_BYTES ->
                            new HistoryQuery(query.since(), query.limit(), query.reverse());
                    case OVERFLOWS -> query.reverse() ? query : overflown(query);
                    case NONE, DROPS, DUPLICATES, REORDERS, FORGETS_KEYS, READS_STALE -> query;
                };
        CompletionStage<HistoryPage> page = super.read(channel, asked, options);
        return fault == Fault.READS_STALE
                ? page.thenApply(it ->
                        new HistoryPage(
                                it.publications().stream()
                                        .filter(one -> one.offset() < it.position().offset())
                                        .toList(),
                                it.position()))
                : page;
    }

    private static HistoryQuery overflown(HistoryQuery query) {
        return new HistoryQuery(
                query.since().filter(it -> it.offset() + 1 > 0),
                query.limit(),
                false,
                query.bytes());
    }

    private final class Breaking implements StreamListener {
        private final StreamListener to;
        private final Deque<Publication> held = new ArrayDeque<>();

        Breaking(StreamListener to) {
            this.to = to;
        }

        @Override
        public synchronized void published(Publication publication) {
            boolean fifth = publication.offset() % 5 == 0;
            switch (fault) {
                case NONE, FORGETS_KEYS, READS_STALE, IGNORES_BYTES, OVERFLOWS ->
                        to.published(publication);
                case DROPS -> {
                    if (!fifth) {
                        to.published(publication);
                    }
                }
                case DUPLICATES -> {
                    to.published(publication);
                    if (fifth) {
                        to.published(publication);
                    }
                }
                case REORDERS -> {
                    if (fifth) {
                        held.add(publication);
                    } else {
                        to.published(publication);
                        held.forEach(to::published);
                        held.clear();
                    }
                }
            }
        }

        @Override
        public void signalled(String channel, Signal signal) {
            to.signalled(channel, signal);
        }

        @Override
        public void resumed(String channel) {
            to.resumed(channel);
        }

        @Override
        public void interrupted(String channel) {
            to.interrupted(channel);
        }

        @Override
        public void endOfBatch() {
            to.endOfBatch();
        }
    }
}
