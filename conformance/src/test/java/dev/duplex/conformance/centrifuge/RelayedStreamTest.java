package dev.duplex.conformance.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.StreamedOptions;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.HubLimits;
import dev.duplex.channels.Payload;
import dev.duplex.channels.RelayOutcome;
import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.engine.LocalNodes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Two nodes: the one has a client's stream, its commands come to the other.
class RelayedStreamTest extends StreamSuite {
    private static final String PING = "{\"id\":2,\"ping\":{}}";
    private static final int MEBIBYTE = 1 << 20;

    private final LocalNodes nodes = new LocalNodes();
    private final Hub one = closedLast(node());
    private final Hub other = closedLast(node());

    /// One that waits for word of a relayed message as long as a slow test takes.
    private Hub node() {
        return node(HubLimits.builder().relayPatience(Duration.ofMinutes(1)).build());
    }

    private Hub node(HubLimits limits) {
        return channels().engine(nodes.joined(MemoryEngine.create())).limits(limits).build();
    }

    private Server serve(Hub hub) {
        return serve(hub, options());
    }

    private Server serve(Hub hub, CentrifugeOptions.Builder centrifuge) {
        return serve(hub, StreamedOptions.DEFAULT, Limits.DEFAULT, centrifuge);
    }

    /// Sends what a client sends beside its stream, to another server than its own.
    private RawResponse say(Server to, Connected client, String frame) {
        return http(to).exchange(emulation(to, client.session(), client.node(), frame));
    }

    /// The same, and does not wait for the answer.
    private RawHttp begin(Server to, Connected client, String frame) {
        return http(to).send(emulation(to, client.session(), client.node(), frame));
    }

    private static String padded(String frame, int bytes) {
        return frame + " ".repeat(bytes - frame.length());
    }

    @Test
    @DisplayName("commands that reach another node are done where the stream is, in order")
    void areDone() {
        Server there = serve(one);
        Server here = serve(other);
        Connected client = connected(there);
        RawResponse answer = say(here, client, "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        client.expect("{\"id\":2,\"subscribe\":{}}");
        assertThat(one.subscribers("chat:a")).isEqualTo(1);
        assertThat(other.subscribers("chat:a")).isZero();
        for (int i = 3; i < 20; i++) {
            assertThat(say(here, client, "{\"id\":%d,\"ping\":{}}".formatted(i)).status())
                    .isEqualTo(204);
        }
        for (int i = 3; i < 20; i++) {
            client.expect("{\"id\":%d,\"ping\":{}}".formatted(i));
        }
    }

    @Test
    @DisplayName("for a session that is over, or never was, the answer is 404, as at its own node")
    void nobodyThere() {
        Server there = serve(one);
        Server here = serve(other);
        Connected client = connected(there);
        assertThat(http(here).exchange(emulation(here, "0".repeat(32), one.node(), PING)).status())
                .isEqualTo(404);
        client.stream().connection().reset();
        eventually("the client is gone", () -> one.connections().count() == 0);
        assertThat(say(here, client, PING).status()).isEqualTo(404);
        assertThat(say(there, client, PING).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("for a node that is not there, and a name that no session has, the answer is 404")
    void nowhere() {
        Server there = serve(one);
        Server here = serve(other);
        Connected client = connected(there);
        for (String node : List.of("", "another", "x".repeat(MEBIBYTE))) {
            assertThat(http(here).exchange(emulation(here, client.session(), node, PING)).status())
                    .isEqualTo(404);
        }
        for (String session : List.of("", "0".repeat(31), "0".repeat(33))) {
            assertThat(http(here).exchange(emulation(here, session, one.node(), PING)).status())
                    .isEqualTo(404);
        }
        one.close();
        assertThat(say(here, client, PING).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("a server that has ended takes nothing more of what comes to its hub")
    void afterTheEnd() {
        Server there = serve(one);
        Connected client = connected(there);
        assertThat(send(client)).isEqualTo(RelayOutcome.TAKEN);
        client.expect(PING);
        client.stream().connection().reset();
        there.close();
        assertThat(send(client)).isEqualTo(RelayOutcome.NO_SESSION);
    }

    private RelayOutcome send(Connected client) {
        Payload ping = Payload.of(Payload.Kind.BINARY, PING.getBytes(StandardCharsets.US_ASCII));
        return other.relays().send(one.node(), client.session(), ping).toCompletableFuture().join();
    }

    @Test
    @DisplayName(
            "a client that waits for each answer is heard in order, by whichever node its commands come")
    void keepsTheOrder() {
        Server there = serve(one);
        Server here = serve(other);
        Connected client = connected(there);
        for (int i = 2; i < 40; i++) {
            Server by = i % 2 == 0 ? here : there;
            assertThat(say(by, client, "{\"id\":%d,\"ping\":{}}".formatted(i)).status())
                    .isEqualTo(204);
        }
        for (int i = 2; i < 40; i++) {
            client.expect("{\"id\":%d,\"ping\":{}}".formatted(i));
        }
    }

    @Test
    @DisplayName(
            "of a node that does not answer in time the answer is 504; what it gets later is done")
    void unanswered() {
        Server there = serve(one);
        Hub hurried =
                closedLast(node(HubLimits.builder().relayPatience(Duration.ofMillis(50)).build()));
        Server here = serve(hurried);
        Connected client = connected(there);
        nodes.hold();
        RawResponse answer = say(here, client, PING);
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).contains("whether it gets this is not known");
        nodes.release();
        client.expect(PING);
        // A slow machine may have it wait in vain once more; done is each.
        eventually(
                "word comes in time again",
                () -> {
                    int status = say(here, client, PING).status();
                    client.expect(PING);
                    return status == 204;
                });
    }

    @Test
    @DisplayName("what would end the session at its own node ends it from another too")
    void endsTheSession() {
        Server there = serve(one);
        Server here = serve(other);
        Connected broken = connected(there);
        assertThat(say(here, broken, "{").status()).isEqualTo(204);
        broken.expectDisconnect(3501, "bad request");
        Connected large = connected(there);
        assertThat(say(here, large, padded(PING, MEBIBYTE + 1)).status()).isEqualTo(204);
        large.expectDisconnect(3501, "a message of 1048577 bytes, the most is 1048576");
    }

    @Test
    @DisplayName("no more than relayedBytes are on their way to another node")
    void underWay() {
        Server there = serve(one);
        Server here = serve(other);
        Connected client = connected(there);
        nodes.hold();
        List<RawHttp> waiting = new ArrayList<>();
        for (int i = 0; i < other.limits().relayedBytes() / MEBIBYTE; i++) {
            waiting.add(begin(here, client, padded(PING, MEBIBYTE)));
        }
        assertThat(theRefused(waiting).readResponse().status()).isEqualTo(503);
        nodes.release();
        for (RawHttp each : waiting) {
            assertThat(each.readResponse().status()).isEqualTo(204);
            client.expect(PING);
        }
        assertThat(say(here, client, padded(PING, MEBIBYTE)).status()).isEqualTo(204);
        client.expect(PING);
    }

    @Test
    @DisplayName(
            "for a session for which more comes than its loop takes up the answer is 503, and it goes on")
    void arriving() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Server there =
                serve(
                        one,
                        options()
                                .method(
                                        "block",
                                        _ -> {
                                            called.countDown();
                                            await(goOn);
                                            return new CompletableFuture<>();
                                        }));
        Server here = serve(other);
        Connected client = connected(there);
        RawHttp blocking = begin(here, client, "{\"id\":2,\"rpc\":{\"method\":\"block\"}}");
        await(called);
        // By two nodes: from one no more than fit would be on their way.
        Server third = serve(closedLast(node()));
        List<RawHttp> waiting = new ArrayList<>();
        for (int i = 0; i < StreamedOptions.RELAYED_BYTES / MEBIBYTE; i++) {
            waiting.add(begin(i % 2 == 0 ? here : third, client, padded(PING, MEBIBYTE)));
        }
        RawHttp refused = theRefused(waiting);
        goOn.countDown();
        assertThat(refused.readResponse().status()).isEqualTo(503);
        assertThat(blocking.readResponse().status()).isEqualTo(204);
        for (RawHttp each : waiting) {
            assertThat(each.readResponse().status()).isEqualTo(204);
            client.expect(PING);
        }
        assertThat(say(here, client, PING).status()).isEqualTo(204);
        client.expect(PING);
    }

    /// Waits until one is answered before the others, and takes it from them.
    private RawHttp theRefused(List<RawHttp> waiting) {
        eventually("one is refused", () -> waiting.stream().anyMatch(RawHttp::cameUnread));
        List<RawHttp> refused = waiting.stream().filter(RawHttp::cameUnread).toList();
        assertThat(refused).hasSize(1);
        waiting.removeAll(refused);
        return refused.getFirst();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName(
            "of a session of which WAITING_REQUESTS wait the answer to a further one is 503, as at its own node")
    void waiting() {
        CountDownLatch called = new CountDownLatch(1);
        Server there =
                serve(
                        one,
                        options()
                                .commandsUnderWay(1)
                                .method(
                                        "wait",
                                        _ -> {
                                            called.countDown();
                                            return new CompletableFuture<>();
                                        }));
        Server here = serve(other);
        Connected client = connected(there);
        List<RawHttp> waiting = new ArrayList<>();
        waiting.add(begin(here, client, "{\"id\":2,\"rpc\":{\"method\":\"wait\"}}"));
        await(called);
        // With the call one more than may wait; they come by different loops.
        for (int i = 0; i < StreamedOptions.WAITING_REQUESTS; i++) {
            waiting.add(begin(here, client, "{\"id\":%d,\"ping\":{}}".formatted(3 + i)));
        }
        assertThat(theRefused(waiting).readResponse().status()).isEqualTo(503);
        // Those that wait are told when their session ends.
        client.stream().connection().reset();
        for (RawHttp each : waiting) {
            assertThat(each.readResponse().status()).isEqualTo(404);
        }
    }
}
