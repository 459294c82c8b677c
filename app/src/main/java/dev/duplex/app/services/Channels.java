package dev.duplex.app.services;

import dev.duplex.Origins;
import dev.duplex.access.Access;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.Hub;

/// Channels for clients of the Centrifuge protocol.
public final class Channels {
    /// Where WebSocket clients connect.
    public static final String WEB_SOCKET = "/connection/websocket";

    /// Where SockJS clients connect.
    public static final String SOCK_JS = "/connection/sockjs";

    private Channels() {}

    /// Serves them.
    ///
    /// @param access who may do what
    /// @param origins which pages may connect
    public static void mount(Routes routes, Hub hub, Access access, Origins origins) {
        Centrifuge centrifuge = new Centrifuge(hub, CentrifugeOptions.builder(access).build());
        routes.webSocket(WEB_SOCKET, centrifuge, origins, Centrifuge.PROTOBUF, Centrifuge.JSON);
        routes.sockJs(SOCK_JS, centrifuge, sockJs -> sockJs.origins(origins));
        routes.streamed(centrifuge.overHttp(origins));
    }
}
