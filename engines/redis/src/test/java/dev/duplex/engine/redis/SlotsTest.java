package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.testkit.RedisServer;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of channels whose slot goes to another server.
@Timeout(120)
class SlotsTest {
    private static final long PAUSE_MILLIS = 1_000;

    /// A server is not waited for longer than half of it.
    private static final RedisLimits IMPATIENT =
            RedisLimits.builder().patience(Duration.ofSeconds(10)).build();

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
    void whatWasSentBeforeAMoveIsKnownIsDoneInOrder() throws Exception {
        try (Cluster cluster = Cluster.start(directory, false);
                SlotsNode node = new SlotsNode(cluster)) {
            String channel = cluster.channelOf(0);
            Heard.await(node.streams.subscribe(channel));
            Server before = node.slots.of(channel);
            CountDownLatch answers = node.holdAnswers();
            List<CompletionStage<Published>> publishing = new ArrayList<>();
            // Who has which slot cannot be taken over meanwhile.
            synchronized (node.slots) {
                cluster.move(channel, 0, 1);
                publishing.add(node.publishing(channel, "1"));
            }
            Waiting.until("it is waited for", () -> before.commands().isWaiting());
            publishing.add(node.publishing(channel, "2"));
            answers.countDown();
            publishing.forEach(Heard::await);
            assertThat(node.texts(channel)).containsExactly("1", "2");
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
            Waiting.until("the replica has it", () -> has(cluster.servers.getLast(), moved));
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

    private static boolean has(RedisServer server, String channel) {
        // A replica is asked for its own only by who says that it reads.
        return Asked.of(
                        server,
                        it -> {
                            it.readOnly();
                            return it.llen(new Keys("duplex").stream(channel)[1]);
                        })
                == 1;
    }

    @Test
    void whatIsPublishedInTheMomentOfAMoveComesAfterWhatHasWaited() throws Exception {
        try (Cluster cluster = Cluster.start(directory, true);
                SlotsNode node = new SlotsNode(cluster)) {
            String channel = cluster.channelOf(0);
            cluster.servers.getFirst().kill();
            node.awaitLoss();
            List<CompletionStage<Published>> waiting =
                    List.of(node.publishing(channel, "1"), node.publishing(channel, "2"));
            CompletableFuture<CompletionStage<Published>> third = new CompletableFuture<>();
            node.whileMoving(() -> third.complete(node.publishing(channel, "3")));
            cluster.haveReplicaTakeOver();
            Heard.await(Heard.await(third));
            waiting.forEach(Heard::await);
            assertThat(node.texts(channel)).containsExactly("1", "2", "3");
        }
    }

    @Test
    void whoLeavesAndComesBackInTheMomentOfAMoveIsThere() throws Exception {
        try (Cluster cluster = Cluster.start(directory, false);
                SlotsNode node = new SlotsNode(cluster)) {
            String channel = cluster.channelOf(0);
            Heard.await(node.streams.subscribe(channel));
            CompletableFuture<CompletionStage<Void>> back = new CompletableFuture<>();
            node.whileMoving(() -> {
                // It answers when the move is over.
                Asked.of(cluster.servers.get(1), it -> it.clientPause(PAUSE_MILLIS));
                CompletionStage<Void> _ = node.streams.unsubscribe(channel);
                back.complete(node.streams.subscribe(channel));
            });
            cluster.move(channel, 0, 1);
            Heard.await(Heard.await(back));
            assertThat(node.topics()).isEqualTo(1);
            Heard.await(node.publishing(channel, "1"));
            Waiting.until("it comes", () -> List.copyOf(node.heard).equals(List.of("1")));
        }
    }

    @Test
    void whoComesToAServerAfterItsSlotHasMovedIsPassedOn() throws Exception {
        try (Cluster cluster = Cluster.start(directory, false);
                SlotsNode node = new SlotsNode(cluster)) {
            String channel = cluster.channelOf(0);
            Heard.await(node.streams.subscribe(channel));
            Server before = node.slots.of(channel);
            RedisStreams late = node.late(before);
            cluster.move(channel, 0, 1);
            node.awaitMove(channel, before);

            CompletionStage<Published> first = late.publish(channel, Heard.draft("1"), Heard.KEPT);
            CompletionStage<Published> second = node.publishing(channel, "2");
            Heard.await(first);
            Heard.await(second);
            assertThat(node.texts(channel)).containsExactly("1", "2");
        }
    }

    @Test
    void whoLeavesAServerAfterItsSlotHasMovedIsPassedOn() throws Exception {
        try (Cluster cluster = Cluster.start(directory, false);
                SlotsNode node = new SlotsNode(cluster)) {
            String channel = cluster.channelOf(0);
            Heard.await(node.streams.subscribe(channel));
            Server before = node.slots.of(channel);
            RedisStreams late = node.late(before);
            cluster.move(channel, 0, 1);
            node.awaitMove(channel, before);

            Heard.await(late.unsubscribe(channel));
            assertThat(node.topics()).isZero();
            CompletionStage<Void> back = late.subscribe(channel);
            assertThat(before.topics().count()).isZero();
            Heard.await(back);
            Heard.await(node.publishing(channel, "1"));
            Waiting.until("it comes", () -> List.copyOf(node.heard).equals(List.of("1")));
        }
    }

    @Test
    void whatIsRefusedWhenItsSlotHasMovedAlreadyIsNotDoneLate() throws Exception {
        try (Cluster cluster = Cluster.start(directory, false);
                SlotsNode node = new SlotsNode(cluster, IMPATIENT)) {
            String channel = cluster.channelOf(0);
            Heard.await(node.streams.subscribe(channel));
            Server before = node.slots.of(channel);
            CountDownLatch answers = node.holdAnswers();
            CompletionStage<Published> first;
            // Who has which slot cannot be taken over meanwhile.
            synchronized (node.slots) {
                cluster.move(channel, 0, 1);
                first = node.publishing(channel, "1");
            }
            node.awaitMove(channel, before);
            CompletionStage<Published> second = node.publishing(channel, "2");
            Waiting.until("it is there", () -> has(cluster.servers.get(1), channel));
            answers.countDown();
            Heard.await(second);
            assertThatThrownBy(() -> Heard.await(first))
                    .rootCause()
                    .isInstanceOfAny(EngineException.class, RedisException.class);
            assertThat(node.texts(channel)).containsExactly("2");
        }
    }

    @Test
    void whoWasCutOffFromTheClusterIsNotBelieved() throws Exception {
        try (Cluster cluster = Cluster.start(directory, false);
                SlotsNode node = new SlotsNode(limitedUser(cluster), Waiting.PATIENT)) {
            Server asked = node.slots.all().getFirst();
            int first = cluster.at(asked.address().getPort());
            String channel = cluster.channelOf(first);
            assertThat(node.slots.of(channel)).isEqualTo(asked);
            cluster.cutOff(first);
            Heard.await(node.publishing(channel, "1"));
            assertThat(node.slots.of(channel)).isNotEqualTo(asked);
            assertThat(node.texts(channel)).containsExactly("1");
        }
    }

    /// One who may do what the guide says that is needed.
    private static RedisURI limitedUser(Cluster cluster) {
        List<String> rules =
                List.of(
                        "on",
                        ">secret",
                        "~duplex:*",
                        "&duplex:*",
                        "+@read",
                        "+@write",
                        "+@scripting",
                        "+@pubsub",
                        "+@connection",
                        "+info",
                        "+time",
                        "+cluster|slots",
                        "+cluster|info");
        for (RedisServer each : cluster.servers) {
            CommandArgs<String, String> user = new CommandArgs<>(StringCodec.UTF8);
            user.add("SETUSER").add("limited");
            rules.forEach(user::add);
            Asked.of(
                    each,
                    it -> it.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), user));
        }
        RedisURI seed = RedisURI.create(cluster.servers.getFirst().url());
        seed.setAuthentication("limited", "secret".toCharArray());
        return seed;
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
