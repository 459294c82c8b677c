package dev.duplex.engine.disk;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.engine.Epochs;
import dev.duplex.channels.engine.StreamOptions;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// What is to be committed together: what each operation changes, on top of the store and of the operations before it. Nothing
/// of it is seen before it is written. The committing thread only.
final class Changes implements AutoCloseable {
    /// What an expiry looks at of one channel; the rest is for the next time.
    static final int EXPIRED_AT_ONCE = 1_000;

    /// Up to so many publications are removed one by one, more as a range.
    private static final int RANGE = 64;

    private final Store store;
    private final DiskLimits limits;
    private final long generation;
    private final Positionless positionless;
    private final WriteBatch batch = new WriteBatch();

    /// What was looked at, as it will be; empty if there will be none.
    private final Map<String, Optional<StreamState>> streams = new HashMap<>();

    private final Set<String> changed = new HashSet<>();

    /// What was written to other keys; empty for what was removed.
    private final Map<ByteBuffer, Optional<byte[]>> written = new HashMap<>();

    private boolean forgets;

    Changes(Store store, DiskLimits limits, long generation, Positionless positionless) {
        this.store = store;
        this.limits = limits;
        this.generation = generation;
        this.positionless = positionless;
    }

    /// What becomes of a draft.
    ///
    /// @param publication to be told of; empty for one that had been published before
    record Outcome(Published published, Optional<Publication> publication) {}

    Outcome publish(String channel, Draft draft, StreamOptions options, Instant now) {
        Remembered first = remembered(channel, draft.idempotencyKey());
        if (first != null && now.toEpochMilli() < first.until()) {
            return new Outcome(new Published(position(channel, first), true), Optional.empty());
        }
        if (!options.keeps()) {
            endPosition(channel);
        }
        boolean kept = options.keeps() && !draft.skipHistory();
        Publication publication =
                kept
                        ? keep(channel, draft, options, now)
                        : Publication.of(channel, draft, "", 0, 0, now);
        if (!draft.idempotencyKey().isEmpty()) {
            remember(channel, draft.idempotencyKey(), publication.offset(), now);
        }
        Position position = kept ? publication.position() : Position.NONE;
        return new Outcome(new Published(position, false), Optional.of(publication));
    }

    /// What passes through a channel that keeps nothing is missed by whoever knows a position of the time when it did: there is none any more, so that they are told when it
    /// keeps something again. It counts as one publication: a duplicate of what came before is answered with the offset of that in the next epoch, which is not to be the present
    /// one there.
    private void endPosition(String channel) {
        if (positionless.has(channel)) {
            return;
        }
        StreamState state = find(channel);
        if (state != null && !state.epoch().isEmpty()) {
            StreamState passed = forget(channel, state, state.offset() + 1).next();
            put(channel, passed.withFirst(passed.offset() + 1).withEpoch(0, ""));
        }
        positionless.add(channel);
    }

    /// Gives a channel a position if it has none, and remembers it for as long as the options say.
    StreamState begin(String channel, StreamOptions options, Instant now) {
        StreamState begun =
                living(channel).keptUntil(now.plus(options.positionTtl()).toEpochMilli());
        put(channel, begun);
        return begun;
    }

    /// Forgets all publications of a channel.
    void clear(String channel) {
        StreamState state = find(channel);
        if (state != null) {
            forget(channel, state, state.offset() + 1);
        }
    }

    /// @return `false` if the epoch is another
    boolean trim(String channel, Position position) {
        StreamState state = find(channel);
        if (state == null || !isOf(position, state)) {
            return false;
        }
        if (position.offset() >= state.first()) {
            forget(channel, state, Math.min(position.offset(), state.offset()) + 1);
        }
        return true;
    }

    /// Whether a position has the epoch that a channel has, and will go on with.
    private boolean isOf(Position position, StreamState state) {
        return state.hasEpochOf(generation) && state.epoch().equals(position.epoch());
    }

    /// @return `false` if the history does not reach to `position`, or the epoch is another
    boolean compact(String channel, Position position, Draft snapshot, Instant now) {
        StreamState state = find(channel);
        long upTo = position.offset();
        if (state == null
                || !isOf(position, state)
                || upTo < state.first()
                || upTo > state.offset()) {
            return false;
        }
        byte[] last = value(Keys.publication(channel, upTo));
        if (last == null) {
            throw lacks(channel, upTo);
        }
        forget(channel, state, upTo);
        // Stands for all before it: nothing precedes it.
        Publication stands = Publication.of(channel, snapshot, "", upTo, 0, now);
        put(Keys.publication(channel, upTo), new Kept(stands, Kept.until(last)).encode());
        return true;
    }

    /// Forgets what has expired of a channel, a limited number of things at a time.
    ///
    /// @param subscribed whether its position stays in any case
    void expire(String channel, boolean subscribed, Instant now) {
        StreamState state = find(channel);
        if (state == null) {
            return;
        }
        long millis = now.toEpochMilli();
        long first = state.first();
        for (int i = 0; i < EXPIRED_AT_ONCE && first <= state.offset(); i++) {
            byte[] kept = value(Keys.publication(channel, first));
            if (kept == null) {
                throw lacks(channel, first);
            }
            if (millis < Kept.until(kept)) {
                break;
            }
            first++;
        }
        if (first > state.first()) {
            state = forget(channel, state, first);
        }
        for (int i = 0; i < EXPIRED_AT_ONCE && state.hasKeys(); i++) {
            byte[] seen = value(Keys.order(channel, state.firstKey()));
            if (seen != null && millis < Remembered.Seen.decode(seen).until()) {
                break;
            }
            state = forgetKey(channel, state);
        }
        if (!subscribed && !state.hasHistory() && !state.hasKeys() && millis >= state.until()) {
            streams.put(channel, Optional.empty());
            changed.add(channel);
        }
    }

    /// Whether something is removed that takes room in the files.
    boolean forgets() {
        return forgets;
    }

    /// What is to be written; nothing changes after it.
    WriteBatch done() {
        for (String channel : changed) {
            Optional<StreamState> state = streams.getOrDefault(channel, Optional.empty());
            if (state.isPresent()) {
                into(Keys.stream(channel), state.get().encode());
            } else {
                outOf(Keys.stream(channel));
            }
        }
        return batch;
    }

    @Override
    public void close() {
        batch.close();
    }

    private Publication keep(String channel, Draft draft, StreamOptions options, Instant now) {
        StreamState before = living(channel);
        StreamState state = before.next().keptUntil(now.plus(options.positionTtl()).toEpochMilli());
        Publication publication =
                Publication.of(channel, draft, state.epoch(), state.offset(), before.offset(), now);
        long until = now.plus(options.historyTtl()).toEpochMilli();
        put(Keys.publication(channel, state.offset()), new Kept(publication, until).encode());
        put(channel, state);
        long first = state.offset() - options.historySize() + 1;
        if (first > state.first()) {
            forget(channel, state, first);
        }
        return publication;
    }

    /// Forgets the publications before an offset.
    private StreamState forget(String channel, StreamState state, long first) {
        if (first - state.first() <= RANGE) {
            for (long offset = state.first(); offset < first; offset++) {
                remove(Keys.publication(channel, offset));
            }
        } else {
            forgets = true;
            try {
                batch.deleteRange(
                        Keys.publication(channel, state.first()), Keys.publication(channel, first));
            } catch (RocksDBException e) {
                throw store.failure("could not prepare a change", e);
            }
        }
        StreamState without = state.withFirst(first);
        put(channel, without);
        return without;
    }

    private @Nullable Remembered remembered(String channel, String key) {
        byte[] found = key.isEmpty() ? null : value(Keys.idempotency(channel, key));
        return found == null ? null : Remembered.decode(found);
    }

    /// The first one's position: in the channel's epoch of now, for that is where its publication is.
    private Position position(String channel, Remembered first) {
        return first.offset() == 0
                ? Position.NONE
                : new Position(living(channel).epoch(), first.offset());
    }

    private void remember(String channel, String key, long offset, Instant now) {
        StreamState known = find(channel);
        StreamState state = known == null ? StreamState.NEW : known;
        long number = state.nextKey();
        long until = now.plus(limits.idempotencyWindow()).toEpochMilli();
        put(Keys.idempotency(channel, key), new Remembered(offset, until, number).encode());
        put(Keys.order(channel, number), new Remembered.Seen(key, until).encode());
        StreamState more = state.withKeys(state.firstKey(), number + 1);
        put(channel, more);
        if (more.nextKey() - more.firstKey() > limits.idempotencyKeys()) {
            // Two, so that a smaller limit than before is reached in the end.
            StreamState less = forgetKey(channel, more);
            if (less.nextKey() - less.firstKey() > limits.idempotencyKeys()) {
                forgetKey(channel, less);
            }
        }
    }

    /// Forgets the oldest idempotency key of a channel.
    private StreamState forgetKey(String channel, StreamState state) {
        byte[] order = Keys.order(channel, state.firstKey());
        byte[] seen = value(order);
        if (seen != null) {
            String key = Remembered.Seen.decode(seen).key();
            Remembered of = remembered(channel, key);
            // Seen again after its time, it has another number now.
            if (of != null && of.number() == state.firstKey()) {
                remove(Keys.idempotency(channel, key));
            }
            remove(order);
        }
        StreamState less = state.withKeys(state.firstKey() + 1, state.nextKey());
        put(channel, less);
        return less;
    }

    /// The channel's state with an epoch of this generation, made if needed.
    private StreamState living(String channel) {
        StreamState known = find(channel);
        StreamState state = known == null ? StreamState.NEW : known;
        if (state.hasEpochOf(generation)) {
            return state;
        }
        StreamState living = state.withEpoch(generation, Epochs.make());
        put(channel, living);
        positionless.remove(channel);
        return living;
    }

    private @Nullable StreamState find(String channel) {
        Optional<StreamState> known = streams.get(channel);
        if (known == null) {
            byte[] found = store.get(Keys.stream(channel));
            known = Optional.ofNullable(found == null ? null : StreamState.decode(found));
            streams.put(channel, known);
        }
        return known.orElse(null);
    }

    private void put(String channel, StreamState state) {
        streams.put(channel, Optional.of(state));
        changed.add(channel);
    }

    private byte @Nullable [] value(byte[] key) {
        Optional<byte[]> known = written.get(ByteBuffer.wrap(key));
        return known == null ? store.get(key) : known.orElse(null);
    }

    private void put(byte[] key, byte[] value) {
        into(key, value);
        written.put(ByteBuffer.wrap(key), Optional.of(value));
    }

    private void remove(byte[] key) {
        outOf(key);
        written.put(ByteBuffer.wrap(key), Optional.empty());
    }

    private void into(byte[] key, byte[] value) {
        try {
            batch.put(key, value);
        } catch (RocksDBException e) {
            throw store.failure("could not prepare a change", e);
        }
    }

    private void outOf(byte[] key) {
        forgets = true;
        try {
            batch.delete(key);
        } catch (RocksDBException e) {
            throw store.failure("could not prepare a change", e);
        }
    }

    private static EngineException lacks(String channel, long offset) {
        return new EngineException(
                "the store lacks publication " + offset + " of channel " + channel);
    }
}
