package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.channels.engine.StreamOptions;
import dev.duplex.faults.FaultProxy;
import dev.duplex.faults.LastingPort;
import dev.duplex.testkit.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to Redis, no two publications have one position.
@Timeout(120)
class PositionsTest {
    private static final String CHANNEL = "news:a";

    /// Where nobody listens: loopback's port of nothing.
    private static final int NOWHERE = 1;

    @TempDir Path directory;

    private static Heard on(RedisServer server) {
        return new Heard(RedisEngine.builder(server.url()));
    }

    private static Position publishThree(Heard node) {
        node.publish(CHANNEL, "1");
        node.publish(CHANNEL, "2");
        return node.publish(CHANNEL, "3");
    }

    @Test
    void afterAnEmptyRestartAnotherEpochBegins() throws Exception {
        RedisServer first = RedisServer.startAt(LastingPort.find(), directory);
        try (Heard node = on(first)) {
            Position before = publishThree(node);
            first.kill();
            node.awaitLoss();
            try (RedisServer second = RedisServer.startAt(first.port(), directory)) {
                assertThat(second.port()).isEqualTo(first.port());
                node.awaitHealth(RedisHealth.WORKING);
                Position after = node.publish(CHANNEL, "4");
                assertThat(after.epoch()).isNotEqualTo(before.epoch());
                assertThat(after.offset()).isOne();
                assertThat(node.texts(CHANNEL)).containsExactly("4");
            }
        }
    }

    @Test
    void aRestartThatForgetsTheLatestBeginsAnotherEpoch() throws Exception {
        RedisServer first = RedisServer.startAt(LastingPort.find(), directory);
        try (Heard node = on(first)) {
            Position three = publishThree(node);
            Asked.of(first, it -> it.save());
            Position lost = node.publish(CHANNEL, "lost");
            first.kill();
            node.awaitLoss();
            try (RedisServer second = RedisServer.startAt(first.port(), directory)) {
                assertThat(second.port()).isEqualTo(first.port());
                node.awaitHealth(RedisHealth.WORKING);
                assertThat(node.compacts(CHANNEL, three, "1+2+3"))
                        .as("a snapshot of before, ahead of anybody who looks at the position")
                        .isFalse();
                assertThat(node.trims(CHANNEL, three)).as("likewise").isFalse();
                Position known = node.position(CHANNEL);
                assertThat(known.offset()).isEqualTo(three.offset());
                assertThat(node.compacts(CHANNEL, three, "1+2+3")).isFalse();
                assertThat(node.trims(CHANNEL, three)).isFalse();
                assertThat(known.epoch())
                        .as("who has seen more has to be told")
                        .isNotEqualTo(three.epoch());
                Position after = node.publish(CHANNEL, "4");
                assertThat(after).isEqualTo(new Position(known.epoch(), lost.offset()));
                assertThat(node.texts(CHANNEL)).containsExactly("1", "2", "3", "4");
            }
        }
    }

    @Test
    void aReplicaThatLacksTheLatestBeginsAnotherEpoch() throws Exception {
        Path other = Files.createDirectory(directory.resolve("replica"));
        try (RedisServer master = RedisServer.start(directory);
                RedisServer replica =
                        RedisServer.start(other, "--replicaof", "127.0.0.1 " + master.port());
                FaultProxy proxy = FaultProxy.start(master.port());
                Heard node = new Heard(RedisEngine.builder(Asked.url(proxy)))) {
            Waiting.until(
                    "the replica follows",
                    () -> Asked.info(replica, "replication", "master_link_status").equals("up"));
            node.subscribe(CHANNEL);
            Position three = publishThree(node);
            Waiting.until(
                    "the replica has all",
                    () ->
                            "3"
                                    .equals(
                                            Asked.of(
                                                    replica,
                                                    it ->
                                                            it.hget(
                                                                    new Keys("duplex")
                                                                            .stream(CHANNEL)[0],
                                                                    "o"))));
            Asked.of(replica, it -> it.replicaof("127.0.0.1", NOWHERE));
            Position lost = node.publish(CHANNEL, "seen by the master only");
            assertThat(lost).isEqualTo(new Position(three.epoch(), 4));
            master.kill();
            Asked.of(replica, it -> it.replicaofNoOne());
            proxy.leadTo(replica.port());
            Waiting.until(
                    "it is told of what may be missing", () -> node.interrupted.contains(CHANNEL));
            node.awaitHealth(RedisHealth.WORKING);

            Position after = node.publish(CHANNEL, "after");
            assertThat(after.offset()).isEqualTo(lost.offset());
            assertThat(after.epoch()).isNotEqualTo(lost.epoch());
            Waiting.until("it comes", () -> node.heard().contains("after"));
            assertThat(node.published.stream().map(Publication::position)).doesNotHaveDuplicates();
        }
    }

    @Test
    void whoBecomesTheMasterAgainBeginsAnotherEpochOnOneConnection() {
        try (RedisServer server = RedisServer.start(directory);
                Heard node = on(server)) {
            Position before = publishThree(node);
            Asked.of(server, it -> it.replicaof("127.0.0.1", NOWHERE));
            Asked.of(server, it -> it.replicaofNoOne());
            Position after = node.position(CHANNEL);
            assertThat(after.offset()).isEqualTo(before.offset());
            assertThat(after.epoch()).isNotEqualTo(before.epoch());
            assertThat(node.publish(CHANNEL, "4")).isEqualTo(new Position(after.epoch(), 4));
        }
    }

    @Test
    void whatIsSaidToBeDurableGoesOn() throws Exception {
        String[] options = {"--appendonly", "yes", "--appendfsync", "always"};
        RedisServer first = RedisServer.startAt(LastingPort.find(), directory, options);
        try (Heard node = new Heard(RedisEngine.builder(first.url()).durable(true))) {
            Position before = publishThree(node);
            first.kill();
            node.awaitLoss();
            try (RedisServer second = RedisServer.startAt(first.port(), directory, options)) {
                assertThat(second.port()).isEqualTo(first.port());
                node.awaitHealth(RedisHealth.WORKING);
                assertThat(node.publish(CHANNEL, "4")).isEqualTo(new Position(before.epoch(), 4));
                assertThat(node.texts(CHANNEL)).containsExactly("1", "2", "3", "4");
                assertThat(node.compacts(CHANNEL, before, "1+2+3")).isTrue();
                assertThat(node.texts(CHANNEL)).containsExactly("1+2+3", "4");
            }
        }
    }

    @Test
    void allNodesAgreeOnTheEpochThatFollows() throws Exception {
        RedisServer first = RedisServer.startAt(LastingPort.find(), directory);
        try (Heard node = on(first);
                Heard other = on(first)) {
            publishThree(node);
            Asked.of(first, it -> it.save());
            first.kill();
            node.awaitLoss();
            other.awaitLoss();
            try (RedisServer second = RedisServer.startAt(first.port(), directory)) {
                assertThat(second.port()).isEqualTo(first.port());
                node.awaitHealth(RedisHealth.WORKING);
                other.awaitHealth(RedisHealth.WORKING);
                Position four = node.publish(CHANNEL, "4");
                assertThat(other.position(CHANNEL)).isEqualTo(four);
                assertThat(other.publish(CHANNEL, "5")).isEqualTo(new Position(four.epoch(), 5));
            }
        }
    }

    @Test
    void withoutTheReplicasThatItWantsNothingIsPublished() {
        try (RedisServer server = RedisServer.start(directory, "--min-replicas-to-write", "1");
                Heard node = on(server)) {
            node.subscribe(CHANNEL);
            assertThatThrownBy(() -> node.publishing(CHANNEL, "1").toCompletableFuture().get())
                    .hasCauseInstanceOf(EngineException.class)
                    .hasMessageContaining("NOREPLICAS");
            List<String> keys = Asked.of(server, it -> it.keys("*"));
            assertThat(keys).as("all of it or nothing").isEmpty();
            Asked.of(server, it -> it.configSet("min-replicas-to-write", "0"));
            assertThat(node.publish(CHANNEL, "2").offset()).isOne();
            Waiting.until("it comes", () -> node.heard().equals(List.of("2")));
        }
    }

    @Test
    void whatIsRefusedWasToldToNobody() {
        try (RedisServer server = RedisServer.start(directory, "--min-replicas-to-write", "1");
                Heard node = on(server)) {
            node.subscribe(CHANNEL);
            Draft once = Heard.draft("1").withIdempotencyKey("k");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> pass(node, once).toCompletableFuture().get())
                        .hasMessageContaining("NOREPLICAS");
            }
            Asked.of(server, it -> it.configSet("min-replicas-to-write", "0"));
            assertThat(Heard.await(pass(node, once)).duplicate()).isFalse();
            assertThat(Heard.await(pass(node, once)).duplicate()).isTrue();
            Heard.await(pass(node, Heard.draft("2")));
            Waiting.until("the last comes", () -> node.heard().contains("2"));
            assertThat(node.heard()).containsExactly("1", "2");
        }
    }

    private static CompletionStage<Published> pass(Heard node, Draft draft) {
        return node.engine.streams().publish(CHANNEL, draft, StreamOptions.TRANSIENT);
    }
}
