package dev.duplex.app.services;

import dev.duplex.Origins;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Recovery;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The channels of the development mode, for clients of the Centrifuge protocol: in the namespace `chat` anyone may do anything.
public final class Channels {
    /// Where WebSocket clients connect.
    public static final String WEB_SOCKET = "/connection/websocket";

    /// Where SockJS clients connect.
    public static final String SOCK_JS = "/connection/sockjs";

    private static final String CHAT = "chat";

    private static final ChannelOptions CHAT_OPTIONS =
            ChannelOptions.builder()
                    .history(100, Duration.ofMinutes(10))
                    .recovery(Recovery.STREAM)
                    .presence(true)
                    .joinLeave(true)
                    .build();

    private Channels() {}

    /// A hub that has them, and rooms of any other name.
    public static Hub hub() {
        return Hub.builder()
                .namespaces(
                        new Namespaces(
                                Map.of(CHAT, CHAT_OPTIONS), Optional.of(ChannelOptions.TRANSIENT)))
                .build();
    }

    /// Serves them.
    ///
    /// @param hub of [#hub]
    public static void mount(Routes routes, Hub hub, Origins origins) {
        Centrifuge centrifuge =
                new Centrifuge(
                        hub,
                        CentrifugeOptions.builder(RulesAccess.anonymous(Map.of(CHAT, Rules.OPEN)))
                                .build());
        routes.webSocket(WEB_SOCKET, centrifuge, origins, Centrifuge.PROTOBUF, Centrifuge.JSON);
        routes.sockJs(SOCK_JS, centrifuge, sockJs -> sockJs.origins(origins));
        routes.streamed(centrifuge.overHttp(origins));
    }
}
