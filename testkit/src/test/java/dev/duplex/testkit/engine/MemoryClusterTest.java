package dev.duplex.testkit.engine;

import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.channels.memory.MemoryLimits;
import java.time.Duration;

class MemoryClusterTest extends ClusterContract {
    private final MovableClock clock = new MovableClock();

    @Override
    protected Engine open() {
        return MemoryEngine.create(MemoryLimits.DEFAULT, clock);
    }

    @Override
    protected void pass(Duration time) {
        clock.pass(time);
    }
}
