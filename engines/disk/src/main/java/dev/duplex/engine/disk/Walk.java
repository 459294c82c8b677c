package dev.duplex.engine.disk;

import dev.duplex.channels.engine.EngineException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Reads all that a store has of channels, whatever is wrong with it. One thread; memory for one record at a time.
final class Walk implements AutoCloseable {
    private final Store store;
    private final Visitor visitor;
    private final RocksIterator publications;

    /// The generation of the store; 0 if it is not known.
    private final long generation;

    Walk(Store store, long generation, Visitor visitor) {
        this.store = store;
        this.generation = generation;
        this.visitor = visitor;
        publications = store.iterator();
    }

    /// Hears what there is.
    interface Visitor {
        /// A channel, with its idempotency keys read before.
        void channel(Channel channel);

        /// A channel is there of which nothing can be made.
        void lostChannel();

        /// Something is wrong.
        void problem(String sentence);
    }

    /// What was found of a channel.
    ///
    /// @param state as it stands in the store
    /// @param publications how many can be read
    /// @param bytes of these
    /// @param whole the first offset from which on all can be read; above the last if that cannot
    /// @param keys how many idempotency keys can be read
    record Channel(
            String name, StreamState state, long publications, long bytes, long whole, long keys) {
        /// How many publications follow the last that cannot be read.
        long kept() {
            return state.offset() - whole + 1;
        }

        /// How many cannot be read, or precede one that cannot.
        long lost() {
            return whole - state.first();
        }
    }

    /// Goes through all of it.
    void run() {
        byte[] cut = states();
        strays(cut);
    }

    @Override
    public void close() {
        publications.close();
    }

    /// Visits every channel that has a state.
    ///
    /// @return the last one's key, if what follows it cannot be read
    private byte @Nullable [] states() {
        byte[] last = Keys.STREAMS;
        try (RocksIterator view = store.iterator()) {
            view.seek(Keys.STREAMS);
            while (view.isValid() && view.key()[0] == Keys.STREAM) {
                last = view.key();
                visit(Keys.channelOfStream(last), view.value());
                view.next();
            }
            view.status();
            return null;
        } catch (RocksDBException e) {
            visitor.problem(
                    "the list of channels cannot be read"
                            + (last.length > 1 ? " behind " + Keys.channelOfStream(last) : "")
                            + ": "
                            + Store.detail(e));
            return last;
        }
    }

    /// Looks at the channels that have publications: each should have been visited.
    ///
    /// @param cut behind which none was
    private void strays(byte @Nullable [] cut) {
        try (RocksIterator view = store.iterator()) {
            view.seek(Keys.PUBLICATIONS);
            while (view.isValid() && view.key()[0] == Keys.PUBLICATION) {
                stray(Keys.channelOfPublication(view.key()), Keys.offset(view.key()), cut);
                byte[] end =
                        Keys.publication(Keys.channelOfPublication(view.key()), Keys.BEHIND_ALL);
                view.seek(end);
            }
            view.status();
        } catch (RocksDBException e) {
            visitor.problem(
                    "the list of the channels with publications cannot be read: "
                            + Store.detail(e));
        }
    }

    private void stray(String channel, long first, byte @Nullable [] cut) {
        byte[] key = Keys.stream(channel);
        byte[] record;
        try {
            record = store.get(key);
        } catch (EngineException e) {
            lose("the position of channel " + channel + " cannot be read: " + e.getMessage());
            return;
        }
        if (record == null) {
            lose("channel " + channel + " has publications, and no position");
        } else if (cut != null && Arrays.compareUnsigned(key, cut) > 0) {
            visit(channel, record);
        } else if (first < stateOf(record).map(StreamState::first).orElse(0L)) {
            visitor.problem("channel " + channel + " has publications before those of its history");
        }
    }

    private void lose(String sentence) {
        visitor.problem(sentence);
        visitor.lostChannel();
    }

    private static Optional<StreamState> stateOf(byte[] record) {
        try {
            return Optional.of(StreamState.decode(record));
        } catch (EngineException _) {
            return Optional.empty();
        }
    }

    private void visit(String channel, byte[] record) {
        Optional<StreamState> read = stateOf(record);
        if (read.isEmpty()) {
            lose("what is known of channel " + channel + " cannot be understood");
            return;
        }
        StreamState state = read.get();
        if (generation != 0 && state.generation() > generation) {
            visitor.problem(
                    "channel "
                            + channel
                            + " is of generation "
                            + state.generation()
                            + ", which is to come");
        }
        visitor.channel(history(channel, state, keys(channel, state)));
    }

    private Channel history(String channel, StreamState state, long keys) {
        HistoryProbe probe = new HistoryProbe(publications, channel, state, visitor::problem).run();
        return new Channel(
                channel, state, probe.publications(), probe.bytes(), probe.whole(), keys);
    }

    /// How many of a channel's idempotency keys can be read. One that is not there was forgotten before its turn.
    private long keys(String channel, StreamState state) {
        long read = 0;
        try {
            for (long number = state.firstKey(); number < state.nextKey(); number++) {
                byte[] seen = store.get(Keys.order(channel, number));
                if (seen != null) {
                    byte[] of =
                            store.get(
                                    Keys.idempotency(channel, Remembered.Seen.decode(seen).key()));
                    if (of != null) {
                        Remembered.decode(of);
                    }
                    read++;
                }
            }
        } catch (EngineException e) {
            visitor.problem(
                    "an idempotency key of channel "
                            + channel
                            + " cannot be read: "
                            + e.getMessage());
        }
        return read;
    }
}
