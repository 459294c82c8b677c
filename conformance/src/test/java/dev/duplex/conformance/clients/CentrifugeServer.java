package dev.duplex.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Server;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.access.Who;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Command;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.channels.RpcHandler;
import dev.duplex.http.StaticFiles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/// A server with what clients of the Centrifuge protocol are tested against, under `/connection/TRANSPORT`. In the namespace
/// `chat` anything is allowed, in `quiet` only to subscribe; others there are not. Methods: `echo`; `leave`, `again` and `out`, by which
/// the caller is disconnected for good, disconnected to come again, and taken from the channel that it names; `end`, by which the server ends.
final class CentrifugeServer implements AutoCloseable {
    /// What `leave` closes with; clients do not come again.
    static final int FOR_GOOD = 4567;

    /// What `again` closes with; clients come again.
    static final int COME_AGAIN = 3456;

    private final Hub hub;
    private final Server server;

    private CentrifugeServer(UnaryOperator<Server.Builder> more) {
        ChannelOptions chat =
                ChannelOptions.builder()
                        .history(1_000, Duration.ofMinutes(5))
                        .recovery(Recovery.STREAM)
                        .presence(true)
                        .joinLeave(true)
                        .build();
        hub =
                Hub.builder()
                        .namespaces(
                                Namespaces.of(
                                        Map.of("chat", chat, "quiet", ChannelOptions.TRANSIENT)))
                        .build();
        server = more.apply(CentrifugeScripts.builder(hub, options())).start();
    }

    static CentrifugeServer start() {
        return new CentrifugeServer(UnaryOperator.identity());
    }

    /// With `/page`, an empty page, and `/packages/*`, the npm packages, which have been installed.
    static CentrifugeServer startWithPages() {
        return new CentrifugeServer(builder ->
                builder.http("/page", SockJsServer::page)
                        .http("/packages/*", StaticFiles.directory(NodeScripts.packages())));
    }

    private CentrifugeOptions options() {
        Map<String, Rules> rules =
                Map.of("chat", Rules.OPEN, "quiet", Rules.CLOSED.withSubscribe(Who.ANYONE));
        return CentrifugeOptions.builder(RulesAccess.anonymous(rules))
                .method(
                        "echo",
                        call -> CompletableFuture.completedStage(Result.done(call.payload())))
                .method("leave", call -> disconnect(call, FOR_GOOD))
                .method("again", call -> disconnect(call, COME_AGAIN))
                .method("out", this::unsubscribe)
                .method("end", this::end)
                .build();
    }

    /// Answers nothing: the caller goes.
    private CompletionStage<Result<Payload>> disconnect(RpcHandler.Call call, int code) {
        return hub.connections()
                .command(new Command.Disconnect(caller(call), code, "go"))
                .thenCompose(_ -> new CompletableFuture<>());
    }

    private CompletionStage<Result<Payload>> unsubscribe(RpcHandler.Call call) {
        // In JSON the channel is in quotes.
        String channel =
                new String(call.payload().bytes(), StandardCharsets.UTF_8).replace("\"", "");
        return hub.connections()
                .command(new Command.Unsubscribe(caller(call), channel))
                .thenApply(_ -> Result.done(call.payload()));
    }

    /// Answers nothing: the server goes.
    private CompletionStage<Result<Payload>> end(RpcHandler.Call call) {
        Thread.ofVirtual().start(this::stop);
        return new CompletableFuture<>();
    }

    private void stop() {
        server.close(Duration.ofSeconds(10));
    }

    private static Command.Target caller(RpcHandler.Call call) {
        return Command.Target.client(call.caller().user(), call.caller().client());
    }

    Server server() {
        return server;
    }

    int port() {
        return server.port();
    }

    /// The address of a path here, by the name `localhost`.
    String url(String path) {
        return "http://localhost:" + port() + path;
    }

    /// @throws AssertionError if anything of its clients is left
    @Override
    public void close() {
        server.close(Duration.ofSeconds(2));
        int channels = hub.channels();
        int connections = hub.connections().count();
        hub.close();
        assertThat(List.of(channels, connections)).as("channels, connections").containsOnly(0);
    }
}
