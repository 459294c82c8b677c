package dev.duplex.conformance.clients;

import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.SockJsOptions;
import dev.duplex.WebSocketOptions;
import dev.duplex.browserkit.NodeScripts;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs the scripts that drive npm's `centrifuge`, and the servers for them.
final class CentrifugeScripts {
    private CentrifugeScripts() {}

    /// What a test does with a server.
    interface Use {
        void of(Server server) throws Exception;
    }

    /// Serves the protocol over everything that carries it, for as long as it is used.
    static void served(Hub hub, CentrifugeOptions options, Use use) throws Exception {
        try (Server server = builder(hub, options).start()) {
            use.of(server);
        }
    }

    /// Of a server that serves the protocol over everything that carries it, to any page.
    static Server.Builder builder(Hub hub, CentrifugeOptions options) {
        Centrifuge centrifuge = new Centrifuge(hub, options);
        Origins any = Origins.any();
        return Server.builder()
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
                        SockJsOptions.builder()
                                .origins(any)
                                .disconnectDelay(Duration.ofMinutes(1))
                                .build())
                .streamed(centrifuge.overHttp(any));
    }

    /// @param transport websocket, sockjs, http_stream or sse
    /// @param encoding json or protobuf
    /// @param more further arguments
    /// @return what the script printed
    static List<String> run(
            String script, String transport, String encoding, int port, String... more)
            throws Exception {
        String scheme = transport.equals("websocket") ? "ws" : "http";
        String host = scheme + "://127.0.0.1:" + port;
        List<String> command =
                new ArrayList<>(
                        List.of(script, transport, encoding, host + "/connection/" + transport));
        command.addAll(List.of(more));
        return NodeScripts.run(command.toArray(String[]::new));
    }
}
