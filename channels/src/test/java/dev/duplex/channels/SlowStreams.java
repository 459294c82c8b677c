package dev.duplex.channels;

import static java.util.Objects.requireNonNull;

import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.channels.engine.Streams;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Streams that answer when the test says so, as a broker behind a network does: what is asked of them is done at
/// once or when it is answered, as the test chooses.
final class SlowStreams implements Streams {
    /// What waits to be answered.
    private final Deque<Runnable> answers = new ArrayDeque<>();

    private final Streams streams;
    private Optional<RuntimeException> failure = Optional.empty();
    private boolean slow;
    private boolean doneFirst;
    private boolean away;
    private boolean throwing;
    private @Nullable StreamListener listener;

    SlowStreams(Streams streams) {
        this.streams = streams;
    }

    /// From now on answers wait.
    ///
    /// @param doneFirst whether what is asked is done when it is asked; or only when it is answered
    void slow(boolean doneFirst) {
        slow = true;
        this.doneFirst = doneFirst;
    }

    /// From now on everything that is asked fails.
    void failing(RuntimeException with) {
        failure = Optional.of(with);
    }

    /// From now on whoever reads is thrown at, against what is asked of engines.
    void throwing() {
        throwing = true;
    }

    void well() {
        throwing = false;
        failure = Optional.empty();
        slow = false;
    }

    /// Whether what is published meanwhile is not brought, as by an engine whose broker is away.
    void away(boolean now) {
        away = now;
    }

    /// How much waits.
    int waiting() {
        return answers.size();
    }

    /// Answers what waits longest.
    void answer() {
        answers.remove().run();
    }

    void answerAll() {
        while (!answers.isEmpty()) {
            answer();
        }
    }

    StreamListener listener() {
        return requireNonNull(listener, "not started");
    }

    @Override
    public void start(StreamListener listener) {
        this.listener = listener;
        streams.start(new Passing(listener));
    }

    @Override
    public CompletionStage<Published> publish(String channel, Draft draft, StreamOptions options) {
        return failure.isPresent()
                ? CompletableFuture.failedStage(failure.get())
                : streams.publish(channel, draft, options);
    }

    @Override
    public CompletionStage<Void> signal(String channel, Signal signal) {
        return streams.signal(channel, signal);
    }

    @Override
    public CompletionStage<HistoryPage> read(
            String channel, HistoryQuery query, StreamOptions options) {
        if (throwing) {
            throw new IllegalStateException("a bug of an engine");
        }
        return later(() -> streams.read(channel, query, options));
    }

    @Override
    public CompletionStage<Void> clear(String channel) {
        return later(() -> streams.clear(channel));
    }

    @Override
    public CompletionStage<Boolean> trim(String channel, Position upTo) {
        return later(() -> streams.trim(channel, upTo));
    }

    @Override
    public CompletionStage<Boolean> compact(String channel, Position upTo, Draft snapshot) {
        return later(() -> streams.compact(channel, upTo, snapshot));
    }

    @Override
    public CompletionStage<Void> subscribe(String channel) {
        return later(() -> streams.subscribe(channel));
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        return later(() -> streams.unsubscribe(channel));
    }

    @Override
    public void close() {
        streams.close();
    }

    private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> ask) {
        if (failure.isPresent()) {
            return CompletableFuture.failedStage(failure.get());
        }
        if (!slow) {
            return ask.get();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        Optional<CompletionStage<T>> asked = doneFirst ? Optional.of(ask.get()) : Optional.empty();
        answers.add(() ->
                asked.orElseGet(ask)
                        .whenComplete((value, thrown) -> {
                            if (thrown == null) {
                                answer.complete(value);
                            } else {
                                answer.completeExceptionally(thrown);
                            }
                        }));
        return answer;
    }

    private final class Passing implements StreamListener {
        private final StreamListener to;

        Passing(StreamListener to) {
            this.to = to;
        }

        @Override
        public void published(Publication publication) {
            if (!away) {
                to.published(publication);
            }
        }

        @Override
        public void signalled(String channel, Signal signal) {
            if (!away) {
                to.signalled(channel, signal);
            }
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
