package dev.duplex.bench.disk;

import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.engine.disk.DiskEngine;
import dev.duplex.engine.disk.Sync;
import java.nio.file.Path;

/// Who keeps channels; a row of the tables.
public enum Contender {
    /// The engine on disk: a publication is acknowledged when it would survive the failure of the machine.
    DISK("disk, always"),
    /// The same, synced once a second.
    INTERVAL("disk, interval"),
    /// The same, synced when the operating system likes.
    NEVER("disk, never"),
    /// The engine in memory.
    MEMORY("memory"),
    /// Redis with a log that is synced before it answers.
    REDIS("Redis, always");

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /// Whether it is compared by what it takes on the disk.
    boolean durable() {
        return this == DISK || this == REDIS;
    }

    /// Whether it is the engine on disk.
    boolean onDisk() {
        return switch (this) {
            case DISK, INTERVAL, NEVER -> true;
            case MEMORY, REDIS -> false;
        };
    }

    /// Starts one.
    ///
    /// @param directory empty, or not there yet
    /// @param history how many publications it keeps of each channel
    /// @param connections by how many it is spoken to, where there are any
    Subject open(Path directory, int history, int connections) throws InterruptedException {
        return switch (this) {
            case DISK -> onDisk(directory, Sync.ALWAYS, history);
            case INTERVAL -> onDisk(directory, Sync.INTERVAL, history);
            case NEVER -> onDisk(directory, Sync.NEVER, history);
            case MEMORY -> new EngineSubject(MemoryEngine.create(), directory, history);
            case REDIS -> RedisSubject.start(directory, history, connections);
        };
    }

    private static Subject onDisk(Path directory, Sync sync, int history) {
        return new EngineSubject(
                DiskEngine.builder(directory).sync(sync).open(), directory, history);
    }
}
