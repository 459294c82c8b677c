package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.access.Who;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Command;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Member;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.channels.RpcHandler;
import dev.duplex.conformance.LogWatch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private static final int CHECKS = 11;

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @ParameterizedTest
    @CsvSource({
        "websocket, json",
        "websocket, protobuf",
        "sockjs, json",
        "http_stream, json",
        "http_stream, protobuf",
        "sse, json"
    })
    @DisplayName(
            "connects, publishes, recovers, reads history and presence, calls methods, is refused")
    void speaksWithIt(String transport, String encoding) throws Exception {
        served(server -> speak(transport, encoding, server.port()));
    }

    @ParameterizedTest
    @CsvSource({
        "NGINX, http_stream, json",
        "NGINX, http_stream, protobuf",
        "NGINX, sse, json",
        "HAPROXY, http_stream, json",
        "HAPROXY, http_stream, protobuf",
        "HAPROXY, sse, json"
    })
    @DisplayName("does all of that through a proxy, which passes streams on as they come")
    void speaksWithItThroughAProxy(Proxy.Program program, String transport, String encoding)
            throws Exception {
        served(server -> {
            try (Proxy proxy = Proxy.start(program, Proxy.Ports.free(), server.port())) {
                speak(transport, encoding, proxy.configured());
            }
        });
    }

    private static void speak(String transport, String encoding, int port) throws Exception {
        assertThat(CentrifugeScripts.run("centrifuge.mjs", transport, encoding, port))
                .filteredOn(it -> it.startsWith("ok "))
                .hasSize(CHECKS);
    }

    /// Serves for a test; nothing of its clients may be left then.
    private static void served(CentrifugeScripts.Use use) throws Exception {
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
            CentrifugeOptions options =
                    CentrifugeOptions.builder(access)
                            .method(
                                    "echo",
                                    call ->
                                            CompletableFuture.completedStage(
                                                    Result.done(call.payload())))
                            .method("leave", call -> disconnect(hub, call, 4567))
                            .method("again", call -> disconnect(hub, call, 3456))
                            .build();
            CentrifugeScripts.served(hub, options, use);
            assertThat(hub.channels()).isZero();
            assertThat(hub.connections().count()).isZero();
        }
    }

    /// Answers nothing: the caller goes.
    private static CompletionStage<Result<Payload>> disconnect(
            Hub hub, RpcHandler.Call call, int code) {
        Member caller = call.caller();
        return hub.connections()
                .command(
                        new Command.Disconnect(
                                Command.Target.client(caller.user(), caller.client()), code, "go"))
                .thenCompose(_ -> new CompletableFuture<>());
    }
}
