package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Published;
import dev.duplex.testkit.RedisServer;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a node of a cluster does about servers that do not agree, or do not answer, when it asks who has which slot.
@Timeout(120)
class LooksTest {
    private static final RedisLimits IMPATIENT =
            RedisLimits.builder().patience(Duration.ofSeconds(5)).build();

    /// More than there are in half a minute if each waits for somebody.
    private static final int LOOKS = 12;

    /// The channels that one may hear of that is the engine's.
    private static final String CHANNELS = "&duplex:*";

    @TempDir Path directory;

    /// Who gets the slot is the last to know of it: it refuses whoever comes.
    @Test
    void whoWasRefusedBySomebodyWhoDidNotKnowYetIsSubscribedWhenItKnows() throws Exception {
        try (Cluster cluster = Cluster.start(directory, false);
                SlotsNode node = new SlotsNode(cluster)) {
            Server asked = node.slots.all().getFirst();
            int from = cluster.at(asked.address().getPort());
            int to = (from + 1) % Cluster.MASTERS;
            String channel = cluster.channelOf(from);
            Heard.await(node.streams.subscribe(channel));
            cluster.moveUnknownTo(to, channel);
            node.awaitMove(channel, asked);
            RedisServer target = cluster.servers.get(to);
            Waiting.until("it refuses", () -> Asked.refusals(target, "MOVED") > 0);
            cluster.tell(to, channel);
            Heard.await(node.publishing(channel, "1"));
            Waiting.until("what is published comes again", () -> hears(node, channel));
        }
    }

    private static boolean hears(SlotsNode node, String channel) {
        Heard.await(node.publishing(channel, "more"));
        return !node.heard.isEmpty();
    }

    @Test
    void whoDoesNotAnswerIsNotAskedFirst() throws Exception {
        try (Cluster cluster = Cluster.start(directory, true);
                SlotsNode node = new SlotsNode(cluster, IMPATIENT)) {
            Server first = node.slots.all().getFirst();
            int away = cluster.at(first.address().getPort());
            String channel = cluster.channelOf(away);
            cluster.haveReplicaFollow(away);
            cluster.pause(away);
            node.awaitLoss();
            List<RedisServer> others = new ArrayList<>(cluster.servers.subList(0, Cluster.MASTERS));
            others.remove(away);
            int before = looks(others);
            Waiting.until("others are asked at once", () -> looks(others) > before + LOOKS);
            cluster.haveReplicaTakeOver();
            node.awaitMove(channel, first);
            Waiting.until("it is published there", () -> isPublished(node, channel));
        }
    }

    private static boolean isPublished(SlotsNode node, String channel) {
        return node.publishing(channel, "1")
                .handle((_, failure) -> failure == null)
                .toCompletableFuture()
                .join();
    }

    private static int looks(List<RedisServer> servers) {
        return servers.stream().mapToInt(Asked::looks).sum();
    }

    @Test
    void whatIsHeldGoesOnThoughNobodyTellsWhoHasWhichSlot() throws Exception {
        try (Cluster cluster = Cluster.start(directory, false);
                SlotsNode node = new SlotsNode(cluster)) {
            List<String> channels = cluster.channelsOf(0).limit(2).toList();
            Server server = node.slots.of(channels.getFirst());
            // Who has which slot cannot be taken over meanwhile.
            synchronized (node.slots) {
                cluster.move(channels.getFirst(), 0, 1);
                cluster.shut();
                CompletionStage<Published> _ = node.publishing(channels.getFirst(), "1");
                Waiting.until("it is waited for", () -> server.commands().isWaiting());
            }
            Heard.await(node.publishing(channels.getLast(), "2"));
        }
    }

    @Test
    void whoMayNotSubscribeIsToldByTheLogAndSubscribedOnceItMay() throws Exception {
        try (Logged logged = Logged.begin();
                Cluster cluster = Cluster.start(directory, false);
                SlotsNode node = new SlotsNode(limitedUser(cluster, List.of()), Waiting.PATIENT)) {
            CompletionStage<Void> subscribing = node.streams.subscribe(cluster.channelOf(0));
            Waiting.until(
                    "the log says so",
                    () ->
                            logged.messages().stream()
                                    .anyMatch(it -> it.contains("does not subscribe: NOPERM")));
            RedisURI _ = limitedUser(cluster, List.of(CHANNELS));
            Heard.await(subscribing);
        }
    }

    @Test
    void whoWasCutOffFromTheClusterIsNotBelieved() throws Exception {
        try (Cluster cluster = Cluster.start(directory, false);
                SlotsNode node =
                        new SlotsNode(limitedUser(cluster, List.of(CHANNELS)), Waiting.PATIENT)) {
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
    private static RedisURI limitedUser(Cluster cluster, List<String> channels) {
        List<String> rules =
                List.of(
                        "on",
                        ">secret",
                        "~duplex:*",
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
            channels.forEach(user::add);
            Asked.of(
                    each,
                    it -> it.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), user));
        }
        RedisURI seed = RedisURI.create(cluster.servers.getFirst().url());
        seed.setAuthentication("limited", "secret".toCharArray());
        return seed;
    }
}
