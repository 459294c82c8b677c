package dev.duplex.engine.redis;

import dev.duplex.channels.engine.Engine;
import dev.duplex.testkit.engine.StreamsContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// On a Redis Cluster.
class ClusterStreamsTest extends StreamsContract {
    private static Cluster cluster;

    @BeforeAll
    static void startCluster(@TempDir Path directory) throws IOException {
        cluster = Cluster.start(directory, false);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Override
    protected Engine open() {
        return cluster.engine().open();
    }

    /// Redis has a clock of its own.
    @Override
    protected void pass(Duration time) {
        Waiting.pass(time);
    }
}
