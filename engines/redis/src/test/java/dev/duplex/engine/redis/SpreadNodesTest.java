package dev.duplex.engine.redis;

import dev.duplex.channels.engine.Engine;
import dev.duplex.testkit.engine.SeveralNodesContract;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Channels on two servers that do not know each other.
class SpreadNodesTest extends SeveralNodesContract {
    @RegisterExtension static final SharedRedis REDIS = SharedRedis.two();

    @Override
    protected Engine open() {
        return REDIS.open();
    }

    /// Redis has a clock of its own.
    @Override
    protected void pass(Duration time) {
        Waiting.pass(time);
    }
}
