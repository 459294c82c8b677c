package dev.duplex.channels;

import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// Reads of history, of which those that ask for the same at the same time are done once: when a thousand
/// clients come back after a restart, the engine is asked a few times, not a thousand.
///
/// A read that has begun may have been answered before somebody asks for the same, who would then not see what was
/// published in between: it gets the next one, which begins when the present one is done, and has all who asked
/// by then.
final class Reads {
    private record Key(String channel, HistoryQuery query) {}

    /// One read that has begun, and the next, if anybody waits for it.
    private record Flight(Optional<CompletableFuture<HistoryPage>> next) {
        private static final Flight ALONE = new Flight(Optional.empty());
    }

    private final ConcurrentHashMap<Key, Flight> flights = new ConcurrentHashMap<>();
    private final Streams streams;

    Reads(Streams streams) {
        this.streams = streams;
    }

    /// Reads what is there now, or later.
    CompletionStage<HistoryPage> read(String channel, HistoryQuery query, StreamOptions options) {
        Key key = new Key(channel, query);
        CompletableFuture<HistoryPage> mine = new CompletableFuture<>();
        Flight flight =
                flights.compute(
                        key,
                        (_, before) -> {
                            if (before == null) {
                                return Flight.ALONE;
                            }
                            return before.next().isPresent()
                                    ? before
                                    : new Flight(Optional.of(mine));
                        });
        if (flight.next().isPresent()) {
            return flight.next().get();
        }
        fly(key, mine, options);
        return mine;
    }

    private void fly(Key key, CompletableFuture<HistoryPage> answer, StreamOptions options) {
        ask(key, options)
                .whenComplete((page, failure) -> {
                    landed(key, options);
                    if (failure == null) {
                        answer.complete(page);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
    }

    /// An engine that throws has answered too: else whoever asks for the same would wait for ever.
    private CompletionStage<HistoryPage> ask(Key key, StreamOptions options) {
        try {
            return streams.read(key.channel(), key.query(), options);
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedStage(thrown);
        }
    }

    /// Begins the next, if anybody waits for it.
    private void landed(Key key, StreamOptions options) {
        Flight flight = flights.get(key);
        if (flight == null) {
            throw new IllegalStateException("a read landed that has not begun: " + key);
        }
        boolean over = flight.next().isEmpty() && flights.remove(key, flight);
        if (!over) {
            // Somebody waits, perhaps since just now: whoever comes from here on waits for another.
            Flight waited = flights.put(key, Flight.ALONE);
            fly(key, Optional.ofNullable(waited).flatMap(Flight::next).orElseThrow(), options);
        }
    }
}
