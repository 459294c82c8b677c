package dev.duplex.engine.disk;

import dev.duplex.channels.engine.Engine;
import dev.duplex.testkit.engine.ClusterContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class DiskClusterTest extends ClusterContract {
    @TempDir private Path directory;
    private final MovableClock clock = new MovableClock();

    @Override
    protected Engine open() {
        return DiskEngine.builder(directory).clock(clock).open();
    }

    @Override
    protected void pass(Duration time) {
        clock.pass(time);
    }
}
