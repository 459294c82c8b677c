package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.testkit.RedisServer;
import io.lettuce.core.RedisException;
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
        try (ClusteredChannel it = ClusteredChannel.start(directory)) {
            CountDownLatch answers = it.node.holdAnswers();
            List<CompletionStage<Published>> publishing = new ArrayList<>();
            // Who has which slot cannot be taken over meanwhile.
            synchronized (it.node.slots) {
                it.move();
                publishing.add(it.publishing("1"));
            }
            Waiting.until("it is waited for", () -> it.before.commands().isWaiting());
            publishing.add(it.publishing("2"));
            answers.countDown();
            publishing.forEach(Heard::await);
            assertThat(it.node.texts(it.channel)).containsExactly("1", "2");
        }
    }

    /// A server that finds that all is well while answers are under way has refused the first and done the second.
    @Test
    void whatIsRefusedForAMomentIsNotDoneBehindWhatCameLater() throws Exception {
        try (ClusteredChannel it = ClusteredChannel.start(directory)) {
            RedisServer server = it.cluster.servers.getFirst();
            CountDownLatch answers = it.node.holdAnswers();
            it.cluster.haveFirstSlot(false);
            CompletionStage<Published> first = it.publishing("1");
            Waiting.until("it is refused", () -> Asked.refusals(server, "CLUSTERDOWN") > 0);
            it.cluster.haveFirstSlot(true);
            CompletionStage<Published> second = it.publishing("2");
            it.awaitHistoryAt(0);
            answers.countDown();
            Heard.await(second);
            assertThatThrownBy(() -> Heard.await(first))
                    .rootCause()
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("may have done what came after it");
            assertThat(it.node.texts(it.channel)).containsExactly("2");
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
            cluster.kill(0);
            cluster.haveReplicaTakeOver();
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
            cluster.kill(0);
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
    void whoHasNothingToDoWithAMoveDoesNotWaitForIt() throws Exception {
        try (ClusteredChannel it = ClusteredChannel.start(directory)) {
            String other = it.cluster.channelOf(2);
            CompletableFuture<CompletionStage<Published>> publishing = new CompletableFuture<>();
            it.node.whileMoving(() -> publishing.complete(it.node.publishing(other, "1")));
            it.move();
            assertThat(Heard.await(it.node.waitedForMove)).isFalse();
            Heard.await(Heard.await(publishing));
        }
    }

    @Test
    void whoLeavesAndComesBackInTheMomentOfAMoveIsThere() throws Exception {
        try (ClusteredChannel it = ClusteredChannel.start(directory)) {
            CompletableFuture<CompletionStage<Void>> back = new CompletableFuture<>();
            it.node.whileMoving(() -> {
                // It answers when the move is over.
                Asked.of(it.cluster.servers.get(1), asked -> asked.clientPause(PAUSE_MILLIS));
                CompletionStage<Void> _ = it.node.streams.unsubscribe(it.channel);
                back.complete(it.node.streams.subscribe(it.channel));
            });
            it.move();
            Heard.await(Heard.await(back));
            assertThat(it.node.topics()).isEqualTo(1);
            Heard.await(it.publishing("1"));
            Waiting.until("it comes", () -> List.copyOf(it.node.heard).equals(List.of("1")));
        }
    }

    @Test
    void whoComesToAServerAfterItsSlotHasMovedIsPassedOn() throws Exception {
        try (ClusteredChannel it = ClusteredChannel.start(directory)) {
            RedisStreams late = it.node.late(it.before);
            it.move();
            it.awaitMove();

            CompletionStage<Published> first =
                    late.publish(it.channel, Heard.draft("1"), Heard.KEPT);
            CompletionStage<Published> second = it.publishing("2");
            Heard.await(first);
            Heard.await(second);
            assertThat(it.node.texts(it.channel)).containsExactly("1", "2");
        }
    }

    @Test
    void whoLeavesAServerAfterItsSlotHasMovedIsPassedOn() throws Exception {
        try (ClusteredChannel it = ClusteredChannel.start(directory)) {
            RedisStreams late = it.node.late(it.before);
            it.move();
            it.awaitMove();

            Heard.await(late.unsubscribe(it.channel));
            assertThat(it.node.topics()).isZero();
            CompletionStage<Void> back = late.subscribe(it.channel);
            assertThat(it.before.topics().count()).isZero();
            Heard.await(back);
            Heard.await(it.publishing("1"));
            Waiting.until("it comes", () -> List.copyOf(it.node.heard).equals(List.of("1")));
        }
    }

    @Test
    void whatIsRefusedWhenItsSlotHasMovedAlreadyIsNotDoneLate() throws Exception {
        try (ClusteredChannel it = ClusteredChannel.start(directory, IMPATIENT)) {
            CountDownLatch answers = it.node.holdAnswers();
            CompletionStage<Published> first;
            // Who has which slot cannot be taken over meanwhile.
            synchronized (it.node.slots) {
                it.move();
                first = it.publishing("1");
            }
            it.awaitMove();
            CompletionStage<Published> second = it.publishing("2");
            it.awaitHistoryAt(1);
            answers.countDown();
            Heard.await(second);
            assertThatThrownBy(() -> Heard.await(first))
                    .rootCause()
                    .isInstanceOfAny(EngineException.class, RedisException.class);
            assertThat(it.node.texts(it.channel)).containsExactly("2");
        }
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
