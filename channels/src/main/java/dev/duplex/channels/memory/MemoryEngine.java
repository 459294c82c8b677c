package dev.duplex.channels.memory;

import dev.duplex.channels.engine.Engine;
import java.time.InstantSource;

/// Makes engines that keep everything in memory, for one node.
public final class MemoryEngine {
    private MemoryEngine() {}

    /// One with the default limits.
    public static Engine create() {
        return create(MemoryLimits.DEFAULT, InstantSource.system());
    }

    /// One with limits of its own.
    ///
    /// @param clock by which things expire
    public static Engine create(MemoryLimits limits, InstantSource clock) {
        return new Engine(
                new MemoryStreams(limits, clock), new MemoryPresence(clock), new SingleNode());
    }
}
