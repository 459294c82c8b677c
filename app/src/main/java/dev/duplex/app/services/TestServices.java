package dev.duplex.app.services;

import dev.duplex.Endpoint;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.SockJsOptions;

/// What the tests of clients need: `duplex serve --test-services`. Under `/ws/` for WebSocket alone; and
/// what SockJS's test suites expect, by the names that they expect, for any page. A further service is
/// one line in [#mount].
public final class TestServices {
    /// The namespace of their rooms. No client can name one of them, and no configuration.
    public static final String NAMESPACE = "duplex.test";

    /// After how many bytes streamed responses of `/echo` end: few, so that tests see it happen.
    private static final int ECHO_RESPONSE_BYTES = 4096;

    private final Broadcast broadcast = new Broadcast(NAMESPACE + ":broadcast");

    /// Another room, for it is another audience: any page.
    private final Broadcast sockJsBroadcast = new Broadcast(NAMESPACE + ":sockjs.broadcast");

    /// Adds the services to a server to be.
    ///
    /// @param origins which pages may connect to those under `/ws/`
    public void mount(Routes routes, Origins origins) {
        routes.webSocket("/ws/echo", new Echo(), origins);
        routes.webSocket("/ws/broadcast", broadcast, origins);
        Endpoint echo = new Echo();
        routes.both("/echo", echo, o -> any(o).responseBytes(ECHO_RESPONSE_BYTES));
        routes.both("/disabled_websocket_echo", echo, o -> any(o).webSocket(false));
        routes.both("/cookie_needed_echo", echo, o -> any(o).cookies(true));
        routes.both("/close", new GoAway(), TestServices::any);
        routes.both("/amplify", new Amplify(), TestServices::any);
        routes.both("/ticker", new Ticker(), TestServices::any);
        routes.both("/broadcast", sockJsBroadcast, TestServices::any);
    }

    private static SockJsOptions.Builder any(SockJsOptions.Builder options) {
        return options.origins(Origins.any());
    }

    /// Tells the services that their server listens.
    public void started(Server server) {
        broadcast.attach(server.hub());
        sockJsBroadcast.attach(server.hub());
    }
}
