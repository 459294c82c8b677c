package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.duplex.app.Served.Peer;
import dev.duplex.faults.Namespace;
import dev.duplex.faults.RedisProcess;
import dev.duplex.testkit.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One of two programs does not reach Redis any more, and nobody tells it so. It notices, says so, and refuses what it cannot do, its clients stay; the other does not
/// notice; and when the way is back, everybody gets what was missed.
@Timeout(120)
class PartitionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// How often a node asks whether Redis is there.
    private static final Duration ASKS = Duration.ofSeconds(3);

    /// What machines that are busy may take more: less than the minute that a driver waits which nobody has told how long.
    private static final Duration SLACK = Duration.ofSeconds(20);

    private static final String NOT_READY = "not ready: Redis is not connected\n";
    @TempDir Path folder;

    /// By a proxy that passes nothing on: anywhere.
    @Test
    void everythingOnTheWayIsHeldBack() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                Link link = new StallingLink(redis.port())) {
            partition(link, redis.url(), "");
        }
    }

    /// By a network that carries nothing. Not beside browsers: they give up what they load when the machine gets a cable.
    @Test
    @Tag("chaos")
    void packetsVanish() throws Exception {
        try (RedisProcess redis = RedisProcess.startApart(folder, 2)) {
            partition(
                    new CableLink(redis.cables().getFirst(), redis.port()),
                    CableLink.url(redis.cables().getLast(), redis.port()),
                    redis.password());
        } catch (Namespace.UnavailableException e) {
            // Shown by everythingOnTheWayIsHeldBack as far as a process can.
            abort(String.valueOf(e.getMessage()));
        }
    }

    private static void partition(Link link, String unbroken, String password) throws Exception {
        try (Served cutOff = Served.with(variables(link.url(), password));
                Served other = Served.with(variables(unbroken, password))) {
            Peer one = client(cutOff);
            String begun = subscribed(one, "");
            Peer two = client(other);
            subscribed(two, "");

            long cut = System.nanoTime();
            link.cut();
            assertThat(published(cutOff, "may have happened")).contains("\"code\":100");
            // What was asked for fails in time, whether the node has noticed or not.
            assertThat(since(cut)).isLessThan(PATIENCE.plus(SLACK));
            RedisServingTest.awaitReady(cutOff, 503);
            assertThat(since(cut)).isLessThan(ASKS.plus(PATIENCE).plus(SLACK));
            assertThat(cutOff.get("/ready").body()).isEqualTo(NOT_READY);

            // The other goes on as if nothing had happened.
            assertThat(other.get("/ready").statusCode()).isEqualTo(200);
            assertThat(published(other, "missed")).contains("\"result\"");
            next(two, "missed");
            // Its own clients stay, and are answered.
            one.send("{\"id\":9,\"history\":{\"channel\":\"news:a\",\"limit\":1}}");
            assertThat(next(one, "\"id\":9")).contains("\"code\":100");
            assertThat(published(cutOff, "did not happen")).contains("\"code\":100");

            link.heal();
            RedisServingTest.awaitReady(cutOff, 200);
            // Where the connection was given up it is told, and recovers; else the network brings
            // it
            // late.
            String told = next(one, "\"unsubscribe\"", "\"missed\"");
            if (told.contains("\"unsubscribe\"")) {
                assertThat(told).contains("2500");
                assertThat(subscribed(one, begun))
                        .contains("\"recovered\":true")
                        .contains("\"missed\"")
                        .doesNotContain("did not happen");
            }
            assertThat(published(other, "later")).contains("\"result\"");
            next(one, "later");
            next(two, "later");
        }
    }

    private static Map<String, String> variables(String redis, String password) {
        Map<String, String> variables = new HashMap<>();
        variables.put("DUPLEX_ENGINE", "redis");
        variables.put("DUPLEX_REDIS_ADDRESSES", redis);
        if (!password.isEmpty()) {
            variables.put("DUPLEX_REDIS_PASSWORD", password);
        }
        variables.put("DUPLEX_REDIS_PATIENCE", PATIENCE.toMillis() + "ms");
        variables.put("DUPLEX_API_KEYS", Served.API_KEY);
        variables.put("DUPLEX_ANONYMOUS", "true");
        variables.put("DUPLEX_NAMESPACES_NEWS_HISTORY_SIZE", "10");
        variables.put("DUPLEX_NAMESPACES_NEWS_RECOVERY", "stream");
        variables.put("DUPLEX_NAMESPACES_NEWS_ALLOW_SUBSCRIBE", "anyone");
        variables.put("DUPLEX_NAMESPACES_NEWS_ALLOW_HISTORY", "anyone");
        return variables;
    }

    private static Peer client(Served served) throws Exception {
        Peer peer = served.connect("/connection/websocket", served.origin());
        peer.send("{\"id\":1,\"connect\":{}}");
        assertThat(peer.next()).contains("\"connect\"");
        return peer;
    }

    /// Subscribes, or comes back to where it was.
    ///
    /// @param before what was answered to the first; empty for the first
    private static String subscribed(Peer peer, String before) throws Exception {
        String since =
                before.replaceFirst(
                        "(?s).*(\"epoch\":\"\\w+\").*", ",\"recover\":true,\"offset\":0,$1");
        peer.send("{\"id\":2,\"subscribe\":{\"channel\":\"news:a\"" + since + "}}");
        return next(peer, "\"subscribe\"");
    }

    /// The next message that has one of some texts.
    private static String next(Peer peer, String... texts) throws Exception {
        String message = peer.next();
        while (Stream.of(texts).noneMatch(message::contains)) {
            assertThat(message).as("nothing came with " + List.of(texts)).isNotEqualTo("null");
            message = peer.next();
        }
        return message;
    }

    private static String published(Served served, String data) throws Exception {
        return RedisServingTest.call(
                served, "publish", "{\"channel\":\"news:a\",\"data\":\"" + data + "\"}");
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
