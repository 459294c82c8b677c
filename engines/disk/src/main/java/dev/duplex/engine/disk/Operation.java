package dev.duplex.engine.disk;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.Signal;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Something that waits to be committed. Made by any thread, carried out by the committing one: [#change], then, when that
/// is committed, [#tell] and [#answer].
///
/// @param <T> what it is answered with
abstract class Operation<T> {
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private Optional<T> result = Optional.empty();

    /// What it counts of what may wait.
    int bytes() {
        return DiskLimits.OPERATION_BYTES;
    }

    /// Whether it is refused when too much waits.
    boolean mayBeRefused() {
        return false;
    }

    /// Done with what it was answered, or fails with an [EngineException].
    final CompletableFuture<T> answered() {
        return answer;
    }

    /// Says what it changes. May come twice, if another operation of the same commit has failed.
    final void change(Changes changes, Instant now) {
        result = Optional.of(result(changes, now));
    }

    /// Tells the listener, now that it is committed.
    void tell(StreamListener listener) {}

    final void answer() {
        answer.complete(result.orElseThrow());
    }

    final void fail(EngineException e) {
        answer.completeExceptionally(e);
    }

    abstract T result(Changes changes, Instant now);

    private static int size(Draft draft) {
        int size =
                DiskLimits.OPERATION_BYTES
                        + draft.payload().size()
                        + 2 * (draft.key().length() + draft.idempotencyKey().length());
        for (Map.Entry<String, String> tag : draft.tags().entrySet()) {
            size += 2 * (tag.getKey().length() + tag.getValue().length());
        }
        return size;
    }

    static final class Publish extends Operation<Published> {
        private final String channel;
        private final Draft draft;
        private final StreamOptions options;
        private final int bytes;
        private Optional<Publication> publication = Optional.empty();

        Publish(String channel, Draft draft, StreamOptions options) {
            this.channel = channel;
            this.draft = draft;
            this.options = options;
            bytes = size(draft);
        }

        @Override
        int bytes() {
            return bytes;
        }

        @Override
        boolean mayBeRefused() {
            return true;
        }

        @Override
        Published result(Changes changes, Instant now) {
            Changes.Outcome outcome = changes.publish(channel, draft, options, now);
            publication = outcome.publication();
            return outcome.published();
        }

        @Override
        void tell(StreamListener listener) {
            publication.ifPresent(listener::published);
        }
    }

    /// Changes nothing, but comes in its turn.
    static final class Signalling extends Operation<Boolean> {
        private final String channel;
        private final Signal signal;

        Signalling(String channel, Signal signal) {
            this.channel = channel;
            this.signal = signal;
        }

        @Override
        boolean mayBeRefused() {
            return true;
        }

        @Override
        Boolean result(Changes changes, Instant now) {
            return true;
        }

        @Override
        void tell(StreamListener listener) {
            listener.signalled(channel, signal);
        }
    }

    static final class Begin extends Operation<StreamState> {
        private final String channel;
        private final StreamOptions options;

        Begin(String channel, StreamOptions options) {
            this.channel = channel;
            this.options = options;
        }

        @Override
        boolean mayBeRefused() {
            return true;
        }

        @Override
        StreamState result(Changes changes, Instant now) {
            return changes.begin(channel, options, now);
        }
    }

    static final class Clear extends Operation<Boolean> {
        private final String channel;

        Clear(String channel) {
            this.channel = channel;
        }

        @Override
        Boolean result(Changes changes, Instant now) {
            changes.clear(channel);
            return true;
        }
    }

    static final class Trim extends Operation<Boolean> {
        private final String channel;
        private final Position upTo;

        Trim(String channel, Position upTo) {
            this.channel = channel;
            this.upTo = upTo;
        }

        @Override
        Boolean result(Changes changes, Instant now) {
            return changes.trim(channel, upTo);
        }
    }

    static final class Compact extends Operation<Boolean> {
        private final String channel;
        private final Position upTo;
        private final Draft snapshot;
        private final int bytes;

        Compact(String channel, Position upTo, Draft snapshot) {
            this.channel = channel;
            this.upTo = upTo;
            this.snapshot = snapshot;
            bytes = size(snapshot);
        }

        @Override
        int bytes() {
            return bytes;
        }

        @Override
        boolean mayBeRefused() {
            return true;
        }

        @Override
        Boolean result(Changes changes, Instant now) {
            return changes.compact(channel, upTo, snapshot, now);
        }
    }

    /// Comes in its turn, so that a position is not forgotten while somebody subscribes.
    static final class Subscribe extends Operation<Boolean> {
        private final Set<String> subscribed;
        private final String channel;
        private final boolean now;

        /// @param subscribed all channels that are; touched by the committing thread only
        Subscribe(Set<String> subscribed, String channel, boolean now) {
            this.subscribed = subscribed;
            this.channel = channel;
            this.now = now;
        }

        @Override
        Boolean result(Changes changes, Instant at) {
            return now ? subscribed.add(channel) : subscribed.remove(channel);
        }
    }

    static final class Expire extends Operation<Boolean> {
        private final Set<String> subscribed;
        private final String channel;

        Expire(Set<String> subscribed, String channel) {
            this.subscribed = subscribed;
            this.channel = channel;
        }

        @Override
        boolean mayBeRefused() {
            return true;
        }

        @Override
        Boolean result(Changes changes, Instant now) {
            changes.expire(channel, subscribed.contains(channel), now);
            return true;
        }
    }
}
