package dev.duplex.engine.redis;

import dev.duplex.channels.engine.Engine;
import dev.duplex.testkit.RedisServer;
import dev.duplex.testkit.engine.StreamsContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class RedisStreamsTest extends StreamsContract {
    private static RedisServer redis;

    @BeforeAll
    static void startRedis(@TempDir Path directory) {
        redis = RedisServer.start(directory);
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @Override
    protected Engine open() {
        return RedisEngine.builder(redis.url()).open();
    }

    /// Redis has a clock of its own.
    @Override
    protected void pass(Duration time) {
        Waiting.pass(time);
    }
}
