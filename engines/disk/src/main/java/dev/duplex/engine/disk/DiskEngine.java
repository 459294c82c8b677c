package dev.duplex.engine.disk;

import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.channels.memory.MemoryLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// An engine that keeps channels in a directory, for one node.
///
/// ```java
/// Hub hub = Hub.builder().engine(DiskEngine.builder(directory).open()).build();
/// ```
///
/// Stages are completed, and the listener is told, by the one thread that commits: what hangs on them must not wait.
public final class DiskEngine {
    private final DiskStreams streams;
    private final Engine engine;
    private final Path directory;

    private DiskEngine(DiskStreams streams, Engine engine, Path directory) {
        this.streams = streams;
        this.engine = engine;
        this.directory = directory;
    }

    /// For the hub, which closes it.
    public Engine engine() {
        return engine;
    }

    /// Where it keeps things.
    public Path directory() {
        return directory;
    }

    /// Whether it does what it is for. Any thread.
    public DiskHealth health() {
        return streams.health();
    }

    /// What it takes at the moment. Any thread.
    public DiskUsage usage() {
        return streams.usage();
    }

    /// Makes a backup while it goes on: all that was committed before this call, and nothing that is half committed. What does not
    /// change any more gets a second name (a hard link) where that is possible, so that it takes little time and room; to be safe from the failure
    /// of the disk it has to be copied elsewhere. [DiskStore#restore] makes a store of it.
    ///
    /// @param to where it is made: a directory that is not there, or is empty
    /// @return done when it is on the disk. Fails with a [DiskException]: then there is no backup
    public CompletionStage<Void> backup(Path to) {
        return streams.backup(to);
    }

    /// Begins to load what is native of the store, which takes a moment, on a thread of its own: for a program that has something else to do before it opens an
    /// engine. Whether that succeeds, opening says.
    public static void prepare() {
        Thread.ofPlatform()
                .daemon()
                .name("duplex-disk-load")
                .start(() -> {
                    try {
                        NativeLibrary.load();
                    } catch (DiskException _) {
                        // Opening fails likewise, and says why.
                    }
                });
    }

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
        private DiskObserver observer = DiskObserver.NONE;
        private Formats formats = Formats.KNOWN;

        private Builder(Path directory) {
            this.directory = directory.toAbsolutePath().normalize();
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

        /// Who hears what the engine does; nobody if this is not called.
        public Builder observer(DiskObserver observer) {
            this.observer = observer;
            return this;
        }

        /// Which formats there are.
        Builder formats(Formats formats) {
            this.formats = formats;
            return this;
        }

        /// Opens the directory, making it if it is not there, and recovers what the last use left. Takes its time.
        ///
        /// @throws DiskException if it cannot be had: in use, no permission, not this engine's, of a format that this version does not
        ///     know, damaged, no space
        public Engine open() {
            return start().engine();
        }

        /// The same, for who wants to look after the engine, and to make backups of it.
        ///
        /// @throws DiskException likewise
        public DiskEngine start() {
            Engine memory = MemoryEngine.create(MemoryLimits.DEFAULT, clock);
            DiskStreams streams = openStreams();
            DiskEngine started =
                    new DiskEngine(
                            streams,
                            new Engine(streams, memory.presence(), memory.cluster()),
                            directory);
            guarded().observes(started);
            return started;
        }

        private DiskObserver guarded() {
            return observer.equals(DiskObserver.NONE) ? observer : new GuardedObserver(observer);
        }

        DiskStreams openStreams() {
            DiskDirectory taken = DiskDirectory.open(directory, formats);
            Store store = null;
            try {
                store =
                        Store.open(
                                taken.data(),
                                taken.isNew() ? Store.Absent.CREATE : Store.Absent.DAMAGED,
                                limits,
                                salvage,
                                witness.isPresent());
                taken.migrate(store, formats);
                Session session = session(store);
                DiskStreams streams =
                        new DiskStreams(taken, store, session, limits, clock, witness, guarded());
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
