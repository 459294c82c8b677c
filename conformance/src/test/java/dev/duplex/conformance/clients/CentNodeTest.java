package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import dev.duplex.api.Api;
import dev.duplex.api.ApiOptions;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.conformance.LogWatch;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// npm's `cent.js`, a client of Centrifugo's HTTP API, unmodified. The script is `src/test/js/cent.mjs`.
@ExtendWith(LogWatch.class)
@Timeout(240)
class CentNodeTest {
    private static final int CHECKS = 9;

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @Test
    @DisplayName("publishes, reads, commands connections, lists what there is, is refused")
    void speaksWithIt() throws Exception {
        ChannelOptions chat =
                ChannelOptions.builder().history(100, Duration.ofMinutes(5)).presence(true).build();
        Namespaces namespaces =
                Namespaces.of(Map.of("chat", chat, "quiet", ChannelOptions.TRANSIENT));
        try (Hub hub = Hub.builder().namespaces(namespaces).build()) {
            Api api = new Api(hub, ApiOptions.builder().key("of-the-suite").build());
            try (Server server =
                    Server.builder()
                            .host("127.0.0.1")
                            .port(0)
                            .hub(hub)
                            .http("/api", api)
                            .http("/api/*", api)
                            .start()) {
                assertThat(
                                NodeScripts.run(
                                        "cent.mjs",
                                        "http://127.0.0.1:" + server.port() + "/api",
                                        "of-the-suite"))
                        .filteredOn(it -> it.startsWith("ok "))
                        .hasSize(CHECKS);
            }
        }
    }
}
