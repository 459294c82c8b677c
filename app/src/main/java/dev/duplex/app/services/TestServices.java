package dev.duplex.app.services;

import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.WebSocketOptions;

/// What the tests of clients need, all under `/ws/`: `duplex serve --test-services`. A further
/// service is one line in [#mount].
public final class TestServices {
    private final Broadcast broadcast = new Broadcast("duplex.test.broadcast");

    /// Adds the services to a server to be.
    ///
    /// @param origins which pages may connect
    public void mount(Server.Builder server, Origins origins) {
        WebSocketOptions options = WebSocketOptions.DEFAULT.withOrigins(origins);
        server.webSocket("/ws/echo", new Echo(), options);
        server.webSocket("/ws/broadcast", broadcast, options);
    }

    /// Tells the services that their server listens.
    public void started(Server server) {
        broadcast.attach(server.hub());
    }
}
