package dev.duplex.api;

import dev.duplex.Server;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.HubLimits;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.channels.engine.Cluster;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawResponse;
import dev.duplex.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/// A server with an API over a hub, to which tests speak HTTP by hand.
final class ApiServer implements AutoCloseable {
    static final String KEY = "X-API-Key: key-of-the-tests";

    private static final ChannelOptions CHAT =
            ChannelOptions.builder()
                    .history(10, Duration.ofMinutes(5))
                    .recovery(Recovery.STREAM)
                    .presence(true)
                    .build();

    private final Hub hub;
    private final Server server;

    private ApiServer(Hub hub, ApiOptions options) {
        this.hub = hub;
        Api api = new Api(hub, options);
        server =
                Server.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .hub(hub)
                        .http("/api", api)
                        .http("/api/*", api)
                        .start();
    }

    static ApiServer start() {
        return start(it -> it);
    }

    /// One with a key, and a hub of the namespaces `chat`, `quiet` (nothing is kept), `text` and `json` (these kinds only).
    static ApiServer start(UnaryOperator<ApiOptions.Builder> change) {
        return start(newHub(), change.apply(options()).build());
    }

    static ApiServer start(Hub hub, ApiOptions options) {
        return new ApiServer(hub, options);
    }

    @SuppressWarnings("NullAway") // what nothing but the compiler keeps a program from
    static ApiOptions.Builder options() {
        return ApiOptions.builder()
                .key("key-of-the-tests")
                .method(
                        "echo",
                        call -> CompletableFuture.completedStage(Result.done(call.payload())))
                .method(
                        "never",
                        _ ->
                                CompletableFuture.completedStage(
                                        Result.refused(Problem.PERMISSION_DENIED, "not you")))
                .method("silent", _ -> new CompletableFuture<>())
                .method("stageless", _ -> null)
                .method("resultless", _ -> CompletableFuture.completedStage(null))
                .method(
                        "broken",
                        _ -> {
                            throw new IllegalStateException("of the test");
                        });
    }

    static Hub newHub() {
        return Hub.builder()
                .node(new Cluster.Node("n1", "node one", "1.2.3"))
                .limits(HubLimits.builder().presenceMembers(2).build())
                .namespaces(
                        Namespaces.of(
                                Map.of(
                                        "chat",
                                        CHAT,
                                        "quiet",
                                        ChannelOptions.TRANSIENT,
                                        "text",
                                        only(Payload.Kind.TEXT),
                                        "json",
                                        only(Payload.Kind.JSON))))
                .build();
    }

    private static ChannelOptions only(Payload.Kind kind) {
        return ChannelOptions.builder()
                .history(10, Duration.ofMinutes(5))
                .kinds(Set.of(kind))
                .build();
    }

    Hub hub() {
        return hub;
    }

    /// A connection of its own.
    RawHttp connect() {
        return new RawHttp(RawWebSocket.connect(server.address()));
    }

    RawResponse send(RawRequest request) {
        RawHttp http = connect();
        try (RawWebSocket _ = http.connection()) {
            return http.exchange(request);
        }
    }

    static RawRequest request(String method, String path) {
        return RawRequest.of(method, "localhost", path);
    }

    /// What a method is answered with, which has to have status 200.
    String call(String method, String body) {
        RawResponse response = send(request("POST", "/api/" + method).with(KEY).body(body));
        if (response.status() != 200) {
            throw new AssertionError(response.toString());
        }
        return response.body();
    }

    static Payload json(String text) {
        return Payload.of(Payload.Kind.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close(Duration.ofSeconds(5));
        hub.close();
    }
}
