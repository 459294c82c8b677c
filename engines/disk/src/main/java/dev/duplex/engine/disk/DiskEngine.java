package dev.duplex.engine.disk;

import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.channels.memory.MemoryLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Makes engines that keep channels in a directory, for one node.
///
/// Stages are completed, and the listener is told, by the one thread that commits: what hangs on them must not wait.
public final class DiskEngine {
    private DiskEngine() {}

    /// Begins with a directory, which may not be there yet.
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    /// Opens an engine. Not thread-safe.
    public static final class Builder {
        private final Path directory;
        private Sync sync = Sync.ALWAYS;
        private Duration syncInterval = Duration.ofSeconds(1);
        private DiskLimits limits = DiskLimits.DEFAULT;
        private InstantSource clock = InstantSource.system();
        private boolean salvage;
        private Optional<Witness> witness = Optional.empty();

        private Builder(Path directory) {
            this.directory = directory;
        }

        /// When what is published is made to survive the failure of the machine; [Sync#ALWAYS] if this is not called.
        public Builder sync(Sync policy) {
            sync = policy;
            return this;
        }

        /// How much time passes between two syncs by [Sync#INTERVAL]; one second if this is not called.
        ///
        /// @throws IllegalArgumentException if it is shorter than a millisecond
        public Builder syncInterval(Duration interval) {
            if (interval.toMillis() < 1) {
                throw new IllegalArgumentException(
                        "syncInterval must be a millisecond or more: " + interval);
            }
            syncInterval = interval;
            return this;
        }

        public Builder limits(DiskLimits limits) {
            this.limits = limits;
            return this;
        }

        /// By which things expire.
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /// Whether to take what can be read of a damaged directory, up to the damage, and to give every channel another epoch: whoever
        /// comes back is told that it may have missed something. Also for a copy that was brought back, of which an
        /// engine cannot know that it is older than what was seen. Not if this is not called.
        public Builder salvage(boolean salvage) {
            this.salvage = salvage;
            return this;
        }

        /// Who looks on while something is committed.
        Builder witness(Witness witness) {
            this.witness = Optional.of(witness);
            return this;
        }

        /// Opens the directory, making it if it is not there, and recovers what the last use left. Takes its time.
        ///
        /// @throws EngineException if it cannot be had: in use, no permission, not this engine's, of a format that this version does not
        ///     know, damaged, no space
        public Engine open() {
            Engine memory = MemoryEngine.create(MemoryLimits.DEFAULT, clock);
            return new Engine(openStreams(), memory.presence(), memory.cluster());
        }

        DiskStreams openStreams() {
            DiskDirectory taken = DiskDirectory.open(directory);
            Store store = null;
            try {
                store = Store.open(taken.data(), limits, salvage, witness.isPresent());
                Session session = session(store);
                DiskStreams streams =
                        new DiskStreams(taken, store, session, limits, clock, witness);
                streams.begin(syncInterval);
                return streams;
            } catch (RuntimeException e) {
                if (store != null) {
                    store.close();
                }
                taken.close();
                throw e;
            }
        }

        /// Writes down that the directory is in use, before anything else of this use is.
        private Session session(Store store) {
            byte[] found = store.get(Keys.SESSION);
            long generation = 1;
            if (found != null) {
                Session last = Session.decode(found);
                generation = last.generation() + (last.mayHaveLost() || salvage ? 1 : 0);
            }
            Session session = new Session(generation, sync, true);
            store.put(Keys.SESSION, session.encode());
            return session;
        }
    }
}
