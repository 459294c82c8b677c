package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Command;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.engine.Cluster;
import dev.duplex.testkit.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Which nodes something is sent to: only to those that have been heard of, and no node has to wait for that.
@Timeout(60)
class RelaysTest {
    private static final Keys KEYS = new Keys("duplex");
    private static final String STRANGER = "a node that says nothing but that it is there";

    @TempDir Path directory;

    private static final class Alone implements Cluster.ClusterListener {
        @Override
        public void commanded(Command command) {
            throw new AssertionError("nobody commands");
        }

        @Override
        public void relayed(Relayed message) {
            throw new AssertionError("nobody relays");
        }

        @Override
        public Cluster.Load load() {
            return new Cluster.Load(0, 0, 0, 0, Duration.ZERO);
        }
    }

    private static boolean relay(Heard node, String session) {
        return Heard.await(
                node.engine
                        .cluster()
                        .relay(STRANGER, new Relayed.Request("one", 1, session, Payload.none())));
    }

    @Test
    void nothingIsSentToWhomNobodyHasHeardOf() throws Exception {
        List<String> came = new CopyOnWriteArrayList<>();
        try (RedisServer redis = RedisServer.start(directory);
                Heard node = new Heard(RedisEngine.builder(redis.url()));
                RedisClient client = RedisClient.create(redis.url());
                var raw =
                        client.connectPubSub(
                                RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))) {
            hear(raw, came);
            node.engine.cluster().start(new Cluster.Node("one", "one", ""), new Alone());
            assertThat(relay(node, "before")).isFalse();
            Waiting.until(
                    "it is heard that the stranger is there",
                    () -> {
                        Asked.of(redis, it -> it.publish(KEYS.arrivals(), STRANGER));
                        return relay(node, "after");
                    });
            Waiting.until("it comes", () -> !came.isEmpty());
            assertThat(came).containsOnly("after");
        }
    }

    private static void hear(StatefulRedisPubSubConnection<String, byte[]> raw, List<String> came) {
        raw.addListener(
                new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String topic, byte[] message) {
                        if (CommandRecords.relayed(message) instanceof Relayed.Request request) {
                            came.add(request.session());
                        }
                    }
                });
        raw.sync().subscribe(KEYS.relays(STRANGER));
    }
}
