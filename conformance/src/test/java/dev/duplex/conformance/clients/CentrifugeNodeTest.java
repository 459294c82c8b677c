package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.SockJsOptions;
import dev.duplex.WebSocketOptions;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.access.Who;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.conformance.LogWatch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// npm's `centrifuge`, unmodified. The script is `src/test/js/centrifuge.mjs`.
@ExtendWith(LogWatch.class)
@Timeout(240)
class CentrifugeNodeTest {
    private static final int CHECKS = 10;

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @ParameterizedTest
    @CsvSource({"websocket, json", "websocket, protobuf", "sockjs, json"})
    @DisplayName(
            "connects, publishes, recovers, reads history and presence, calls methods, is refused")
    void speaksWithIt(String transport, String encoding) throws Exception {
        ChannelOptions chat =
                ChannelOptions.builder()
                        .history(100, Duration.ofMinutes(5))
                        .recovery(Recovery.STREAM)
                        .presence(true)
                        .joinLeave(true)
                        .build();
        Namespaces namespaces =
                Namespaces.of(Map.of("chat", chat, "quiet", ChannelOptions.TRANSIENT));
        RulesAccess access =
                RulesAccess.anonymous(
                        Map.of(
                                "chat",
                                Rules.OPEN,
                                "quiet",
                                Rules.CLOSED.withSubscribe(Who.ANYONE)));
        try (Hub hub = Hub.builder().namespaces(namespaces).build()) {
            Centrifuge centrifuge =
                    new Centrifuge(
                            hub,
                            CentrifugeOptions.builder(access)
                                    .method(
                                            "echo",
                                            call ->
                                                    CompletableFuture.completedStage(
                                                            Result.done(call.payload())))
                                    .build());
            Origins any = Origins.any();
            try (Server server =
                    Server.builder()
                            .host("127.0.0.1")
                            .port(0)
                            .hub(hub)
                            .webSocket(
                                    "/connection/websocket",
                                    centrifuge,
                                    WebSocketOptions.DEFAULT
                                            .withOrigins(any)
                                            .withSubprotocols(Centrifuge.PROTOBUF, Centrifuge.JSON))
                            .sockJs(
                                    "/connection/sockjs",
                                    centrifuge,
                                    SockJsOptions.builder().origins(any).build())
                            .start()) {
                String scheme = transport.equals("websocket") ? "ws" : "http";
                assertThat(
                                NodeScripts.run(
                                        "centrifuge.mjs",
                                        transport,
                                        encoding,
                                        scheme
                                                + "://127.0.0.1:"
                                                + server.port()
                                                + "/connection/"
                                                + transport))
                        .filteredOn(it -> it.startsWith("ok "))
                        .hasSize(CHECKS);
            }
            assertThat(hub.channels()).isZero();
            assertThat(hub.connections().count()).isZero();
        }
    }
}
