package dev.duplex.app.services;

import dev.duplex.Origins;
import dev.duplex.plain.Plain;
import dev.duplex.plain.PlainOptions;
import java.util.function.UnaryOperator;

/// Channels for clients of the Centrifuge protocol, and for those without a protocol.
public final class Channels {
    /// Below it clients of the Centrifuge protocol connect.
    public static final String SDKS = CentrifugeClients.CONNECTION;

    /// Where a channel is for bare WebSocket and SockJS clients.
    public static final String PLAIN = "/channel/{channel}";

    /// Where a channel is for EventSource.
    public static final String EVENTS = "/events/{channel}";

    private Channels() {}

    /// Serves them.
    ///
    /// @param clients of the Centrifuge protocol; those without a protocol reach the same channels, and may do the same
    /// @param origins which pages may connect
    public static void mount(Routes routes, CentrifugeClients clients, Origins origins) {
        clients.mount(routes, "", origins, UnaryOperator.identity());
        Plain plain =
                new Plain(
                        clients.hub(),
                        PlainOptions.builder(clients.access()).origins(origins).build());
        routes.both(PLAIN, plain, sockJs -> sockJs.origins(origins));
        routes.http(EVENTS, plain.events());
    }
}
