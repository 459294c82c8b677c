package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.Hub;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Clients of the dialect over real WebSockets.
class CentrifugeMetricsTest {
    private static Running running(Metrics metrics, Hub hub, CentrifugeMetrics dialect) {
        return new Running(
                metrics,
                server ->
                        server.hub(hub)
                                .webSocket(
                                        "/connection/websocket",
                                        new Centrifuge(hub, options(dialect))));
    }

    @Test
    void commandsErrorsAndDisconnectsCount() {
        Metrics metrics = Metrics.builder().jvm(false).build();
        try (Hub hub = Hub.builder().observer(metrics.hub()).build();
                Running running = running(metrics, hub, new CentrifugeMetrics(metrics));
                RawWebSocket client = running.open("/connection/websocket")) {
            ask(client, "{\"id\":1,\"connect\":{}}", "\"connect\"");
            Exposition connected = running.await(it -> it.value("duplex_centrifuge_clients") == 1);
            assertThat(connected.value("duplex_centrifuge_commands_total", "method", "connect"))
                    .isEqualTo(1);
            ask(client, "{\"id\":2,\"subscribe\":{\"channel\":\"chat:x\"}}", "\"subscribe\"");
            ask(client, "{\"id\":3,\"subscribe\":{\"channel\":\"chat:x\"}}", "105");
            ask(client, "{\"id\":4,\"rpc\":{\"method\":\"none\"}}", "104");
            ask(client, "{\"id\":5,\"rpc\":{\"method\":\"none\"}}", "104");
            client.send(RawFrame.text("{\"id\":6,\"connect\":{}}"));
            assertThat(client.readFrame("its Close").closeCode()).contains(3501);
            Exposition ended =
                    running.await(it ->
                            it.value("duplex_centrifuge_disconnects_total", "code", "3501") == 1
                                    && it.value("duplex_centrifuge_clients") == 0);
            assertThat(ended.value("duplex_centrifuge_commands_total", "method", "subscribe"))
                    .isEqualTo(2);
            assertThat(ended.value("duplex_centrifuge_commands_total", "method", "rpc"))
                    .isEqualTo(2);
            assertThat(ended.value("duplex_centrifuge_commands_total", "method", "connect"))
                    .isEqualTo(2);
            assertThat(ended.value("duplex_centrifuge_errors_total", "code", "105")).isEqualTo(1);
            assertThat(ended.value("duplex_centrifuge_errors_total", "code", "104")).isEqualTo(2);
            assertThat(ended.sum("duplex_centrifuge_disconnects_total")).isEqualTo(1);
        }
    }

    @Test
    void whoIsSentAwayByAnEndOfTheServerCounts() {
        Metrics metrics = Metrics.builder().jvm(false).build();
        try (Hub hub = Hub.builder().observer(metrics.hub()).build();
                Running running = running(metrics, hub, new CentrifugeMetrics(metrics));
                RawWebSocket client = running.open("/connection/websocket")) {
            ask(client, "{\"id\":1,\"connect\":{}}", "\"connect\"");
            running.server.drain(Duration.ofMillis(1));
            assertThat(client.readFrame("its Close").closeCode()).contains(3001);
            client.send(RawFrame.close(3001, "shutdown"));
            running.await(
                    it -> it.value("duplex_centrifuge_disconnects_total", "code", "3001") == 1);
        }
    }

    @Test
    void thereIsOneForEachMetrics() {
        Metrics metrics = Metrics.builder().jvm(false).build();
        assertThat(new CentrifugeMetrics(metrics)).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> new CentrifugeMetrics(metrics));
    }

    private static CentrifugeOptions options(CentrifugeMetrics dialect) {
        return CentrifugeOptions.builder(RulesAccess.anonymous(Map.of("chat", Rules.OPEN)))
                .observer(dialect)
                .build();
    }

    private static void ask(RawWebSocket client, String command, String expected) {
        client.send(RawFrame.text(command));
        assertThat(client.readFrame("a reply").text()).contains(expected);
    }
}
