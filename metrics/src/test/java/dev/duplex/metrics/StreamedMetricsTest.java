package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Origins;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.Hub;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawWebSocket;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sessions that go by one stream, each under the path that opened it.
class StreamedMetricsTest {
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final Pattern CONNECTED =
            Pattern.compile("\"session\":\"([0-9a-f]+)\",\"node\":\"([^\"]+)\"");

    private static Running running(Hub hub, Limits limits) {
        CentrifugeOptions options =
                CentrifugeOptions.builder(RulesAccess.anonymous(Map.of("chat", Rules.OPEN)))
                        .build();
        return new Running(server ->
                server.hub(hub)
                        .limits(limits)
                        .streamed(new Centrifuge(hub, options).overHttp(Origins.same())));
    }

    private static RawRequest connect(Running running, String path) {
        return RawRequest.of("POST", Running.host(running.server), path).body(CONNECT);
    }

    @ParameterizedTest
    @CsvSource({"/connection/http_stream, http-stream", "/connection/sse, sse"})
    void messagesCountUnderWhatOpenedTheStream(String path, String transport) {
        String[] labels = {"endpoint", path, "transport", transport};
        try (Hub hub = Hub.builder().build();
                Running running = running(hub, Limits.DEFAULT);
                RawWebSocket stream = RawWebSocket.connect(Running.address(running.server))) {
            RawHttp http = new RawHttp(stream);
            assertThat(http.send(connect(running, path)).readHead().status()).isEqualTo(200);
            String came = "";
            Matcher connected = CONNECTED.matcher(came);
            while (!connected.find()) {
                came += http.readChunk("the reply to connect").orElseThrow();
                connected = CONNECTED.matcher(came);
            }
            assertThat(
                            running.request(
                                            "POST",
                                            "/emulation",
                                            "{\"session\":\"%s\",\"node\":\"%s\",\"data\":\"{\\\"id\\\":2,\\\"ping\\\":{}}\"}"
                                                    .formatted(
                                                            connected.group(1), connected.group(2)))
                                    .status())
                    .isEqualTo(204);
            Exposition scraped =
                    running.await(it -> it.value("duplex_messages_sent_total", labels) == 2);
            assertThat(scraped.value("duplex_sessions_open", labels)).isEqualTo(1);
            assertThat(scraped.value("duplex_messages_received_total", labels)).isEqualTo(2);
            assertThat(scraped.value("duplex_messages_received_bytes_total", labels))
                    .isEqualTo(CONNECT.length() + "{\"id\":2,\"ping\":{}}".length());
            assertThat(scraped.labelValues("transport")).containsExactly(transport);
            stream.reset();
            Exposition ended = running.await(it -> it.sum("duplex_sessions_closed_total") == 1);
            assertThat(ended.value("duplex_sessions_open", labels)).isZero();
        }
    }

    @Test
    void whoIsNotLetInIsRefusedThere() {
        try (Hub hub = Hub.builder().build();
                Running running = running(hub, Limits.builder().detachedSessions(1).build());
                RawWebSocket stream = RawWebSocket.connect(Running.address(running.server))) {
            RawHttp http = new RawHttp(stream);
            http.send(connect(running, "/connection/sse")).readHead();
            assertThat(running.request("POST", "/connection/sse", CONNECT).status()).isEqualTo(503);
            assertThat(
                            running.request(
                                            "POST",
                                            "/connection/http_stream",
                                            CONNECT,
                                            "Origin: https://elsewhere.example")
                                    .status())
                    .isEqualTo(403);
            Exposition scraped = running.scrape();
            assertThat(refused(scraped, "/connection/sse", "503")).isEqualTo(1);
            assertThat(refused(scraped, "/connection/http_stream", "403")).isEqualTo(1);
            assertThat(scraped.sum("duplex_sessions_refused_total")).isEqualTo(2);
        }
    }

    private static double refused(Exposition scraped, String endpoint, String status) {
        return scraped.value(
                "duplex_sessions_refused_total", "endpoint", endpoint, "status", status);
    }
}
