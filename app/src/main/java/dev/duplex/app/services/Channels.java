package dev.duplex.app.services;

import dev.duplex.Origins;
import dev.duplex.StreamedOptions;
import dev.duplex.access.Access;
import dev.duplex.app.config.CentrifugeLimits;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeObserver;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.RpcHandler;
import dev.duplex.plain.Plain;
import dev.duplex.plain.PlainOptions;
import java.util.Map;

/// Channels for clients of the Centrifuge protocol, and for those without a protocol.
public final class Channels {
    /// Below it clients of the Centrifuge protocol connect.
    public static final String SDKS = "/connection/";

    private static final String WEB_SOCKET = SDKS + "websocket";
    private static final String SOCK_JS = SDKS + "sockjs";

    /// Where a channel is for bare WebSocket and SockJS clients.
    public static final String PLAIN = "/channel/{channel}";

    /// Where a channel is for EventSource.
    public static final String EVENTS = "/events/{channel}";

    private Channels() {}

    /// Serves them.
    ///
    /// @param access who may do what
    /// @param limits of each client
    /// @param messageBytes the largest message of a session
    /// @param origins which pages may connect
    /// @param methods that clients of the Centrifuge protocol may call, by their names
    /// @param observer hears of the clients of the Centrifuge protocol
    public static void mount(
            Routes routes,
            Hub hub,
            Access access,
            CentrifugeLimits limits,
            int messageBytes,
            Origins origins,
            Map<String, RpcHandler> methods,
            CentrifugeObserver observer) {
        CentrifugeOptions.Builder options = limits.options(access).observer(observer);
        methods.forEach(options::method);
        Centrifuge centrifuge = new Centrifuge(hub, options.build());
        routes.webSocket(WEB_SOCKET, centrifuge, origins, Centrifuge.PROTOBUF, Centrifuge.JSON);
        routes.sockJs(SOCK_JS, centrifuge, sockJs -> sockJs.origins(origins));
        routes.streamed(centrifuge.overHttp("", streamed(messageBytes).withOrigins(origins)));
        Plain plain = new Plain(hub, PlainOptions.builder(access).origins(origins).build());
        routes.both(PLAIN, plain, sockJs -> sockJs.origins(origins));
        routes.http(EVENTS, plain.events());
    }

    /// What passes by WebSocket passes by HTTP: a JSON string has up to twice as many bytes as what it says, but for control characters.
    private static StreamedOptions streamed(int messageBytes) {
        return StreamedOptions.DEFAULT.withRequestBytes(
                (int) Math.min(Integer.MAX_VALUE, 2L * messageBytes));
    }
}
