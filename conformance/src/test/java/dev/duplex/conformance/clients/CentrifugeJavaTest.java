package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.LogWatch;
import dev.duplex.faults.FaultProxy;
import io.github.centrifugal.centrifuge.ConnectingEvent;
import io.github.centrifugal.centrifuge.HistoryOptions;
import io.github.centrifugal.centrifuge.HistoryResult;
import io.github.centrifugal.centrifuge.PresenceResult;
import io.github.centrifugal.centrifuge.PresenceStatsResult;
import io.github.centrifugal.centrifuge.Publication;
import io.github.centrifugal.centrifuge.PublicationEvent;
import io.github.centrifugal.centrifuge.PublishResult;
import io.github.centrifugal.centrifuge.RPCResult;
import io.github.centrifugal.centrifuge.ReplyError;
import io.github.centrifugal.centrifuge.ResultCallback;
import io.github.centrifugal.centrifuge.StreamPosition;
import io.github.centrifugal.centrifuge.SubscribedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Centrifuge's SDK for Java, unmodified: Protobuf over WebSocket, by OkHttp.
@ExtendWith(LogWatch.class)
@Timeout(120)
class CentrifugeJavaTest {
    private static final int AT_ONCE = 10;

    private final CentrifugeServer server = CentrifugeServer.start();
    private final List<SdkClient> clients = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        for (SdkClient client : clients) {
            client.end();
        }
        server.close();
    }

    private SdkClient client() {
        return client("ws://127.0.0.1:" + server.port() + "/connection/websocket", AT_ONCE);
    }

    private SdkClient client(String url, int reconnectMillis) {
        SdkClient client = SdkClient.connected(url, reconnectMillis);
        clients.add(client);
        return client;
    }

    private static void publish(SdkClient client, String channel, byte[] data) {
        PublishResult _ = SdkClient.ask(it -> client.client().publish(channel, data, it));
    }

    private static void publish(SdkClient client, String channel, String text) {
        publish(client, channel, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String heard(SdkClient.Sub sub) {
        return new String(SdkClient.next(sub.publications).getData(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName(
            "what one publishes, texts or any bytes, reaches everyone in the channel with who published it")
    void publishesToAll() {
        SdkClient ann = client();
        SdkClient ben = client();
        SdkClient.Sub anns = ann.subscribed("chat:all");
        SdkClient.Sub bens = ben.subscribed("chat:all");
        byte[][] all = {
            "{\"text\":\"größer 😀\"}".getBytes(StandardCharsets.UTF_8),
            {0, -1, 10, 13},
            {},
            new byte[100_000]
        };
        for (int i = 0; i < all.length; i++) {
            publish(ben, "chat:all", all[i]);
            for (SdkClient.Sub sub : List.of(anns, bens)) {
                PublicationEvent event = SdkClient.next(sub.publications);
                assertThat(event.getData()).isEqualTo(all[i]);
                assertThat(event.getOffset()).isEqualTo(i + 1);
                assertThat(event.getInfo().getClient()).isNotEmpty();
            }
        }
    }

    @Test
    @DisplayName(
            "what was published while its connection was cut it has when it is back, once and in order")
    void recoversWhatItMissed() throws Exception {
        try (FaultProxy network = FaultProxy.start(server.port())) {
            String url = network.url("/connection/websocket").replace("http:", "ws:");
            SdkClient ann = client(url, 300);
            SdkClient ben = client();
            SdkClient.Sub anns = ann.subscribed("chat:recover");
            publish(ben, "chat:recover", "1");
            assertThat(heard(anns)).isEqualTo("1");

            network.cut();
            SdkClient.next(ann.connecting);
            for (int i = 2; i <= 50; i++) {
                publish(ben, "chat:recover", Integer.toString(i));
            }
            SubscribedEvent again = SdkClient.next(anns.subscribed);
            assertThat(again.wasRecovering()).isTrue();
            assertThat(again.getRecovered()).isTrue();
            publish(ben, "chat:recover", "51");
            for (int i = 2; i <= 51; i++) {
                assertThat(heard(anns)).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    @DisplayName("reads history: from its beginning, from a position, from its end")
    void readsHistory() {
        SdkClient one = client();
        for (int i = 1; i <= 6; i++) {
            publish(one, "chat:history", Integer.toString(i));
        }
        HistoryResult first = history(one, new HistoryOptions.Builder().withLimit(4).build());
        assertThat(texts(first)).containsExactly("1", "2", "3", "4");
        assertThat(first.getOffset()).isEqualTo(6);
        StreamPosition fourth = new StreamPosition(4, first.getEpoch());
        assertThat(
                        texts(
                                history(
                                        one,
                                        new HistoryOptions.Builder()
                                                .withLimit(-1)
                                                .withSince(fourth)
                                                .build())))
                .containsExactly("5", "6");
        assertThat(
                        texts(
                                history(
                                        one,
                                        new HistoryOptions.Builder()
                                                .withLimit(2)
                                                .withReverse(true)
                                                .build())))
                .containsExactly("6", "5");
    }

    private static HistoryResult history(SdkClient client, HistoryOptions options) {
        return SdkClient.ask(it -> client.client().history("chat:history", options, it));
    }

    private static List<String> texts(HistoryResult page) {
        return page.getPublications().stream()
                .map(Publication::getData)
                .map(it -> new String(it, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    @DisplayName("sees who is in a channel, comes, and goes")
    void seesWhoIsThere() {
        SdkClient ann = client();
        SdkClient ben = client();
        SdkClient.Sub anns = ann.subscribed("chat:presence");
        String annsId = SdkClient.next(anns.joins).getInfo().getClient();
        ben.subscribed("chat:presence");
        String bensId = SdkClient.next(anns.joins).getInfo().getClient();
        PresenceResult presence = SdkClient.ask(it -> ann.client().presence("chat:presence", it));
        assertThat(presence.getClients()).containsOnlyKeys(annsId, bensId);
        PresenceStatsResult stats =
                SdkClient.ask(it -> ann.client().presenceStats("chat:presence", it));
        assertThat(List.of(stats.getNumClients(), stats.getNumUsers())).containsExactly(2, 1);
        ben.client().disconnect();
        assertThat(SdkClient.next(anns.leaves).getInfo().getClient()).isEqualTo(bensId);
    }

    @Test
    @DisplayName("calls methods, and is told which there are not")
    void callsMethods() {
        SdkClient one = client();
        byte[] data = {1, 0, -1};
        RPCResult echo = SdkClient.ask(it -> one.client().rpc("echo", data, it));
        assertThat(echo.getData()).isEqualTo(data);
        assertThat(
                        SdkClient.refused((ResultCallback<RPCResult> it) ->
                                one.client().rpc("nothing", data, it)))
                .satisfies(it -> assertThat(code(it)).isEqualTo(104));
    }

    @Test
    @DisplayName("is refused where it may not publish or subscribe")
    void isRefused() {
        SdkClient one = client();
        one.subscribed("quiet:a");
        assertThat(
                        SdkClient.refused((ResultCallback<PublishResult> it) ->
                                one.client().publish("quiet:a", new byte[] {1}, it)))
                .satisfies(it -> assertThat(code(it)).isEqualTo(103));
        assertThat(SdkClient.next(one.subscribing("unknown:a").unsubscribed).getCode())
                .isEqualTo(103);
    }

    private static int code(Throwable refusal) {
        assertThat(refusal).isInstanceOf(ReplyError.class);
        return ((ReplyError) refusal).getCode();
    }

    @Test
    @DisplayName(
            "goes for good when it is disconnected with a code that says so, and comes again by others")
    void isDisconnected() {
        SdkClient one = client();
        SdkClient.Sub sub = one.subscribed("chat:again");
        command(one, "again", "");
        assertThat(SdkClient.next(one.connecting).getCode()).isEqualTo(CentrifugeServer.COME_AGAIN);
        SdkClient.next(one.connected);
        assertThat(SdkClient.next(sub.subscribed).getRecovered()).isTrue();
        publish(one, "chat:again", "here again");
        assertThat(heard(sub)).isEqualTo("here again");
        command(one, "leave", "");
        assertThat(SdkClient.next(one.disconnected).getCode()).isEqualTo(CentrifugeServer.FOR_GOOD);
        assertThat(one.connected).isEmpty();
    }

    @Test
    @DisplayName("is told by the protocol's own code that the server ends, and would come again")
    void isToldOfTheServersEnd() {
        SdkClient one = client();
        server.server().close(Duration.ofSeconds(10));
        ConnectingEvent event = SdkClient.next(one.connecting);
        assertThat(event.getCode()).isEqualTo(3001);
        assertThat(event.getReason()).isEqualTo("shutdown");
        assertThat(one.disconnected).isEmpty();
    }

    @Test
    @DisplayName(
            "is taken from a channel by the server, hears no more of it, and is in the others still")
    void isUnsubscribed() {
        SdkClient ann = client();
        SdkClient.Sub left = ann.subscribed("chat:left");
        SdkClient.Sub kept = ann.subscribed("chat:kept");
        command(ann, "out", "chat:left");
        assertThat(SdkClient.next(left.unsubscribed).getCode()).isEqualTo(2000);
        publish(ann, "chat:left", "to nobody");
        publish(ann, "chat:kept", "to me");
        assertThat(heard(kept)).isEqualTo("to me");
        assertThat(left.publications).isEmpty();
    }

    /// Calls a method that has something done to the caller; whether it is answered too is not asked.
    private static void command(SdkClient client, String method, String text) {
        client.client().rpc(method, text.getBytes(StandardCharsets.UTF_8), (_, _) -> {});
    }
}
