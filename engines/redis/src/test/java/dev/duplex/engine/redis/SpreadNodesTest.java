package dev.duplex.engine.redis;

import dev.duplex.channels.engine.Engine;
import dev.duplex.testkit.RedisServer;
import dev.duplex.testkit.engine.SeveralNodesContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Channels on two servers that do not know each other.
class SpreadNodesTest extends SeveralNodesContract {
    private static RedisServer one;
    private static RedisServer other;

    @BeforeAll
    static void startRedis(@TempDir Path directory) {
        one = RedisServer.start(directory);
        other = RedisServer.start(directory);
    }

    @AfterAll
    static void stopRedis() {
        one.close();
        other.close();
    }

    @Override
    protected Engine open() {
        return RedisEngine.builder(one.url(), other.url()).open();
    }

    /// Redis has a clock of its own.
    @Override
    protected void pass(Duration time) {
        Waiting.pass(time);
    }
}
