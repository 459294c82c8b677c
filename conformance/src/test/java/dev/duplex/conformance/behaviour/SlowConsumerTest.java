package dev.duplex.conformance.behaviour;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.WebSocketOptions;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.access.Who;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.HubObserver;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.channels.Subscription;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.testkit.Eventually;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One of 1,000 clients of a channel does not read. Everyone else has every publication, once and in order, never
/// more than [#WINDOW] behind: no more are published before the slowest of them has what came before. The one gets what its
/// channel's delivery says.
///
/// `-Dduplex.slowConsumer.publications=100000` publishes so many instead of 1,000; see `CONTRIBUTING.md`.
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class SlowConsumerTest extends ServerSuite {
    private static final int OTHERS = 999;
    private static final long PUBLICATIONS =
            Long.getLong("duplex.slowConsumer.publications", 1_000);

    /// How many publications may be on their way.
    private static final int WINDOW = 64;

    /// How long the others may take for what is on its way, on a machine that does much else.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Publications by when what is waited for has happened, or does not.
    private static final long MOST = 10 * PUBLICATIONS + 10_000;

    private static final int KEYS = 10;
    private static final int KEPT = 1_000;
    private static final String PADDING = "x".repeat(180);
    private static final long MOST_HEAP_BYTES = 16L << 20;
    private static final Pattern MARK = Pattern.compile("#(\\d{7})");
    private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"(\\w+)\"");

    private final LongAdder skipped = new LongAdder();
    private @Nullable Audience audience;
    private long published;

    @AfterEach
    void dismiss() throws IOException, InterruptedException {
        if (audience != null) {
            audience.dismiss();
        }
    }

    @Test
    @DisplayName(
            "delivery disconnect: it is closed with 3008; it comes back and has all it missed, or is told that it has not")
    void disconnects() throws IOException {
        Scene scene = scene(Delivery.DISCONNECT);
        long before = heapBytes();
        publish(scene, () -> scene.hub.subscribers(scene.channel) == OTHERS);
        long gone = published;

        List<Long> got = new ArrayList<>();
        RawFrame last = scene.slow.readFrame("a publication, or the end");
        while (last.opcode() == RawFrame.TEXT) {
            got.addAll(marks(last));
            last = scene.slow.readFrame("a publication, or the end");
        }
        assertThat(last.closeCode()).contains(3008);
        assertThat(got).as("what had been accepted").isEqualTo(numbers(1, got.size()));

        RawWebSocket back = connected(scene.server);
        RawFrame reply = recover(back, scene, got.size());
        assertThat(reply.text()).contains("\"was_recovering\":true", "\"recovered\":true");
        assertThat(marks(reply)).isEqualTo(numbers(got.size() + 1, gone));
        back.close();

        eventually("it has gone", () -> scene.hub.subscribers(scene.channel) == OTHERS);
        publish(scene, () -> published >= Math.max(PUBLICATIONS, gone + KEPT + 1));
        RawFrame late = recover(connected(scene.server), scene, gone);
        assertThat(late.text())
                .contains("\"was_recovering\":true")
                .doesNotContain("\"recovered\":true");
        assertThat(marks(late)).isEmpty();
        assertThat(heapBytes() - before).isLessThan(MOST_HEAP_BYTES);
    }

    @Test
    @DisplayName(
            "delivery drop: it stays, and goes without what there was no room for, which is counted")
    void drops() throws IOException {
        Scene scene = scene(Delivery.DROP);
        long before = heapBytes();
        publish(scene, () -> published >= PUBLICATIONS && skipped.sum() > 0);
        assertThat(heapBytes() - before).isLessThan(MOST_HEAP_BYTES);
        assertThat(scene.hub.subscribers(scene.channel)).isEqualTo(OTHERS + 1);

        // Now it reads, until something reaches it that was published after that.
        List<Long> got = new ArrayList<>();
        long silent = published;
        publish(
                scene,
                () -> {
                    readWhatIsThere(scene.slow, got);
                    return !got.isEmpty() && got.getLast() > silent;
                });
        readToTheEnd(scene.slow, got);
        assertThat(got).isSorted().doesNotHaveDuplicates();
    }

    @Test
    @DisplayName(
            "delivery latest: it stays, and in the end has the newest of each key; what it went without is counted")
    void keepsTheLatest() throws IOException {
        Scene scene = scene(Delivery.LATEST);
        long before = heapBytes();
        publish(scene, () -> published >= PUBLICATIONS && skipped.sum() > 0);
        assertThat(heapBytes() - before).isLessThan(MOST_HEAP_BYTES);
        assertThat(scene.hub.subscribers(scene.channel)).isEqualTo(OTHERS + 1);

        List<Long> got = new ArrayList<>();
        readToTheEnd(scene.slow, got);
        assertThat(got).isSorted().doesNotHaveDuplicates();
        assertThat(got).endsWith(numbers(published - KEYS + 1, published).toArray(Long[]::new));
    }

    /// A server, a channel with everyone in it, and the one that will not read.
    private record Scene(Server server, Hub hub, String channel, RawWebSocket slow, String epoch) {}

    private Scene scene(Delivery delivery) throws IOException {
        ChannelOptions options =
                ChannelOptions.builder()
                        .history(KEPT, Duration.ofHours(1))
                        .recovery(Recovery.STREAM)
                        .delivery(delivery)
                        .build();
        Hub hub =
                closedLast(
                        Hub.builder()
                                .namespaces(Namespaces.of(Map.of("slow", options)))
                                .observer(new Skips())
                                .build());
        Server server = serve(hub);
        String channel = "slow:a";
        byte[] handshake = handshake(server, "/connection/websocket").bytes();
        Audience others = new Audience();
        audience = others;
        byte[] commands =
                RawFrame.text("{\"id\":1,\"connect\":{}}\n" + subscribe(channel, "")).bytes();
        for (int i = 0; i < OTHERS; i++) {
            others.join(address(server), handshake, commands);
        }
        others.start();
        RawWebSocket slow = connected(server);
        slow.send(RawFrame.text(subscribe(channel, "")));
        Matcher epoch = EPOCH.matcher(slow.readFrame("the answer to subscribe").text());
        assertThat(epoch.find()).isTrue();
        eventually("all have subscribed", () -> hub.subscribers(channel) == OTHERS + 1);
        return new Scene(server, hub, channel, slow, epoch.group(1));
    }

    /// Nobody here answers pings, and none are sent.
    private Server serve(Hub hub) {
        Centrifuge centrifuge =
                new Centrifuge(
                        hub,
                        CentrifugeOptions.builder(
                                        RulesAccess.anonymous(
                                                Map.of(
                                                        "slow",
                                                        Rules.CLOSED.withSubscribe(Who.ANYONE))))
                                .ping(Duration.ofHours(2), Duration.ofHours(1))
                                .build());
        Limits limits =
                PATIENT.toBuilder().queueBytes(64 << 10).writeTimeout(Duration.ZERO).build();
        return start(
                builder()
                        .eventLoops(2)
                        .hub(hub)
                        .limits(limits)
                        .webSocket(
                                "/connection/websocket",
                                centrifuge,
                                WebSocketOptions.DEFAULT.withOrigins(Origins.any())));
    }

    private static String subscribe(String channel, String more) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"" + more + "}}";
    }

    /// A client that has connected; its kernel takes little that it does not read.
    private RawWebSocket connected(Server server) {
        RawWebSocket peer = keep(RawWebSocket.connect(address(server), 4096), "the slow one");
        accepted(peer, handshake(server, "/connection/websocket"));
        peer.send(RawFrame.text("{\"id\":1,\"connect\":{}}"));
        assertThat(peer.readFrame("the answer to connect").text()).contains("\"connect\"");
        return peer;
    }

    private static RawFrame recover(RawWebSocket peer, Scene scene, long offset) {
        String since = ",\"recover\":true,\"epoch\":\"" + scene.epoch + "\",\"offset\":" + offset;
        peer.send(RawFrame.text(subscribe(scene.channel, since)));
        return peer.readFrame("the answer to subscribe");
    }

    /// Publishes, with at most [#WINDOW] on their way to the others; when it is over they have all of it.
    ///
    /// @param enough asked after each
    private void publish(Scene scene, BooleanSupplier enough) {
        Audience others = requireNonNull(audience);
        do {
            published++;
            String json = "\"" + Audience.mark(published) + PADDING + "\"";
            Draft draft =
                    Draft.of(Payload.of(Payload.Kind.JSON, json.getBytes(StandardCharsets.UTF_8)))
                            .withKey("key " + published % KEYS);
            assertThat(scene.hub.publish(scene.channel, draft).toCompletableFuture().join())
                    .isInstanceOf(Result.Done.class);
            others.await(published - WINDOW, PATIENCE);
            assertThat(published).as("publications").isLessThan(MOST);
        } while (!enough.getAsBoolean());
        others.await(published, PATIENCE);
    }

    /// Reads until everything that was published has come or has been counted as skipped. The others may have the last of it before
    /// it is decided what becomes of it here.
    private void readToTheEnd(RawWebSocket slow, List<Long> got) {
        Eventually.holds(
                "everything has come or was skipped",
                PATIENCE,
                () -> {
                    readWhatIsThere(slow, got);
                    return got.size() + skipped.sum() >= published;
                });
        assertThat(got.size() + skipped.sum()).isEqualTo(published);
    }

    private static void readWhatIsThere(RawWebSocket slow, List<Long> got) {
        try {
            while (slow.socket().getInputStream().available() > 0) {
                got.addAll(marks(slow.readFrame("the rest of a frame that has begun")));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Long> marks(RawFrame frame) {
        assertThat(frame.opcode()).isEqualTo(RawFrame.TEXT);
        return MARK.matcher(frame.text()).results().map(it -> Long.valueOf(it.group(1))).toList();
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private final class Skips implements HubObserver {
        @Override
        public void skipped(Subscription subscription, long count) {
            skipped.add(count);
        }
    }
}
