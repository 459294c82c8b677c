package dev.duplex.engine.redis;

import dev.duplex.channels.engine.Engine;
import dev.duplex.testkit.engine.PresenceContract;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

/// On a Redis Cluster.
class ClusterPresenceTest extends PresenceContract {
    @RegisterExtension static final SharedRedis REDIS = SharedRedis.cluster();

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
