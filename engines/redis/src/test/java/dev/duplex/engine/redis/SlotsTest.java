package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.testkit.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of channels whose slot goes to another server.
@Timeout(120)
class SlotsTest {
    @TempDir Path directory;

    @Test
    void whatIsPublishedWhileASlotMovesKeepsItsOrder() throws Exception {
        try (Cluster cluster = Cluster.start(directory, false);
                Heard node = new Heard(cluster.engine())) {
            String channel = cluster.channelOf(0);
            node.subscribe(channel);
            Position before = node.publish(channel, "0");
            cluster.move(channel, 0, 1);
            List<CompletionStage<Published>> publishing = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                publishing.add(node.publishing(channel, "" + i));
            }
            publishing.forEach(Heard::await);
            List<String> all = IntStream.rangeClosed(0, 100).mapToObj(i -> "" + i).toList();
            assertThat(node.texts(channel)).isEqualTo(all);
            Position last = node.position(channel);
            assertThat(last.offset()).isEqualTo(101);
            assertThat(last.epoch())
                    .as("another master has another reign")
                    .isNotEqualTo(before.epoch());
            Waiting.until("who is subscribed is told", () -> node.interrupted.contains(channel));
            node.publish(channel, "after");
            Waiting.until("it comes", () -> node.heard().contains("after"));
        }
    }

    @Test
    void aReplicaTakesOver() throws Exception {
        try (Cluster cluster = Cluster.start(directory, true);
                Heard node = new Heard(cluster.engine())) {
            String moved = cluster.channelOf(0);
            String other = cluster.channelOf(1);
            node.subscribe(moved);
            node.subscribe(other);
            Position before = node.publish(moved, "before");
            Position elsewhere = node.publish(other, "before");
            Waiting.until("the replica has it", () -> replicaHas(cluster, moved));
            cluster.killFirst();
            Waiting.until("it is told", () -> node.interrupted.contains(moved));
            node.awaitHealth(RedisHealth.WORKING);

            Position after = node.publish(moved, "after");
            assertThat(after.offset()).isEqualTo(2);
            assertThat(after.epoch()).isNotEqualTo(before.epoch());
            assertThat(node.publish(other, "after")).isEqualTo(new Position(elsewhere.epoch(), 2));
            Waiting.until("both come", () -> node.published.size() == 4);
            assertThat(node.published.stream().map(Publication::channel))
                    .containsOnly(moved, other);
        }
    }

    private static boolean replicaHas(Cluster cluster, String channel) {
        // A replica is asked for its own only by who says that it reads.
        return Asked.of(
                        cluster.servers.getLast(),
                        it -> {
                            it.readOnly();
                            return it.llen(new Keys("duplex").stream(channel)[1]);
                        })
                == 1;
    }

    @Test
    void whoIsNotOfAClusterSaysSo() {
        try (RedisServer alone = RedisServer.start(directory)) {
            assertThatThrownBy(() -> RedisEngine.builder(alone.url()).cluster(true).start())
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("cluster support disabled");
        }
    }
}
