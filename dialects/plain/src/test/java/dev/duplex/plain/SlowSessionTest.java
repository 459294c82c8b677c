package dev.duplex.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawWebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A WebSocket that reads nothing for a while, over a socket: full, and then with room again.
@Timeout(120)
class SlowSessionTest {
    private static final String CHANNEL = "latest:a";
    private static final int PUBLICATIONS = 2000;
    private static final String FILLER = "x".repeat(8 << 10);

    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "latest",
                                            ChannelOptions.builder()
                                                    .delivery(Delivery.LATEST)
                                                    .build())))
                    .build();
    private final Plain plain =
            new Plain(
                    hub,
                    PlainOptions.builder(RulesAccess.anonymous(Map.of("latest", Rules.OPEN)))
                            .build());
    private final Server server =
            Server.builder()
                    .host("127.0.0.1")
                    .port(0)
                    .hub(hub)
                    .limits(Limits.builder().queueBytes(64 << 10).build())
                    .webSocket("/channel/{channel}", plain)
                    .sockJs("/channel/{channel}", plain)
                    .start();

    @AfterEach
    void close() {
        server.close(Duration.ZERO);
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/channel/latest:a",
                "/channel/latest:a/websocket",
                "/channel/latest:a/000/one/websocket"
            })
    void getsTheLatestWhenItReadsAgain(String path) {
        RawWebSocket peer = RawWebSocket.connect(server.address(), 4096);
        peer.send(RawHandshake.of("127.0.0.1:" + server.port(), path));
        assertThat(peer.readHead().status()).isEqualTo(101);
        for (int tries = 0; hub.subscribers(CHANNEL) == 0; tries++) {
            assertThat(tries).isLessThan(2000);
            LockSupport.parkNanos(5_000_000);
        }
        for (int i = 0; i < PUBLICATIONS; i++) {
            publish(i + FILLER);
        }
        publish("the latest");
        int read = 0;
        for (String came = text(peer); !came.contains("the latest"); came = text(peer)) {
            read++;
        }
        // What lay between its queue and the latest was replaced.
        assertThat(read).isBetween(1, PUBLICATIONS - 1);
        peer.close();
    }

    private void publish(String text) {
        hub.publish(CHANNEL, Draft.of(Payload.of(Payload.Kind.TEXT, text.getBytes(UTF_8))))
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    private static String text(RawWebSocket peer) {
        return new String(peer.readFrame("a publication").payload(), UTF_8);
    }
}
