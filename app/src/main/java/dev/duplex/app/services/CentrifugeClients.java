package dev.duplex.app.services;

import dev.duplex.Endpoint;
import dev.duplex.Origins;
import dev.duplex.StreamedOptions;
import dev.duplex.StreamedProtocol;
import dev.duplex.access.Access;
import dev.duplex.app.config.CentrifugeLimits;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeObserver;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.RpcHandler;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Clients of the Centrifuge protocol, by each transport that it has. They may be served at several paths.
///
/// @param hub whose channels they reach
/// @param access who may do what
/// @param limits of each client
/// @param messageBytes the largest message of a session
/// @param methods that they may call, by their names
/// @param observer hears of them
public record CentrifugeClients(
        Hub hub,
        Access access,
        CentrifugeLimits limits,
        int messageBytes,
        Map<String, RpcHandler> methods,
        CentrifugeObserver observer) {
    public CentrifugeClients {
        methods = Map.copyOf(methods);
    }

    /// Below it they connect.
    static final String CONNECTION = "/connection/";

    /// Serves them.
    ///
    /// @param path below which: `""`, or as the server's routes have it, without a slash at the end
    /// @param origins which pages may connect
    /// @param through what stands between their sessions and the protocol
    public void mount(
            Routes routes, String path, Origins origins, UnaryOperator<Endpoint> through) {
        CentrifugeOptions.Builder options = limits.options(access).observer(observer);
        methods.forEach(options::method);
        Centrifuge centrifuge = new Centrifuge(hub, options.build());
        Endpoint endpoint = through.apply(centrifuge);
        String connection = path + CONNECTION;
        routes.webSocket(
                connection + "websocket", endpoint, origins, Centrifuge.PROTOBUF, Centrifuge.JSON);
        routes.sockJs(connection + "sockjs", endpoint, sockJs -> sockJs.origins(origins));
        StreamedOptions streamed = streamed(messageBytes).withOrigins(origins);
        routes.streamed(new Through(centrifuge.overHttp(path, streamed), endpoint));
    }

    /// What passes by WebSocket passes by HTTP: a JSON string has up to twice as many bytes as what it says, but for control characters.
    private static StreamedOptions streamed(int messageBytes) {
        return StreamedOptions.DEFAULT.withRequestBytes(
                (int) Math.min(Integer.MAX_VALUE, 2L * messageBytes));
    }

    /// A protocol by plain HTTP whose sessions go to another endpoint first.
    private record Through(StreamedProtocol protocol, Endpoint endpoint)
            implements StreamedProtocol {
        @Override
        public StreamedOptions options() {
            return protocol.options();
        }

        @Override
        public Map<String, Resource> resources() {
            return protocol.resources();
        }
    }
}
