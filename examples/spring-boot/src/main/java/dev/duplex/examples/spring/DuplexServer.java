package dev.duplex.examples.spring;

import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.SockJsOptions;
import dev.duplex.WebSocketOptions;
import dev.duplex.access.Access;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.Hub;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Duplex, on a port of its own, for as long as the application runs. It has the default phase, which is the last: so it starts
/// when the web server serves already, and stops while that still does.
@Component
class DuplexServer implements SmartLifecycle {
    private final Hub hub;
    private final Access access;
    private final DuplexProperties properties;
    private volatile @Nullable Server server;

    DuplexServer(Hub hub, Access access, DuplexProperties properties) {
        this.hub = hub;
        this.access = access;
        this.properties = properties;
    }

    @Override
    public void start() {
        Centrifuge centrifuge = new Centrifuge(hub, CentrifugeOptions.builder(access).build());
        Origins origins = Origins.of(properties.allowedOrigins().toArray(String[]::new));
        server =
                Server.builder()
                        .host(properties.address())
                        .port(properties.port())
                        .hub(hub)
                        .webSocket(
                                "/connection/websocket",
                                centrifuge,
                                WebSocketOptions.DEFAULT
                                        .withSubprotocols(Centrifuge.PROTOBUF, Centrifuge.JSON)
                                        .withOrigins(origins))
                        .sockJs(
                                "/connection/sockjs",
                                centrifuge,
                                SockJsOptions.builder().origins(origins).build())
                        .start();
    }

    /// Closes every connection with 3001, upon which clients come back by themselves: to the next instance, say.
    @Override
    public void stop() {
        Server running = server;
        if (running != null) {
            running.close(properties.shutdownTimeout());
            server = null;
        }
    }

    /// On a thread of its own, for Spring counts `spring.lifecycle.timeout-per-shutdown-phase` only when this has returned.
    @Override
    public void stop(Runnable callback) {
        Thread.ofVirtual()
                .name("duplex-stop")
                .start(() -> {
                    try {
                        stop();
                    } finally {
                        callback.run();
                    }
                });
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    /// As Spring Boot's own web server: a pause of the application would cost every connection.
    @Override
    public boolean isPauseable() {
        return false;
    }

    /// The port that clients connect to.
    ///
    /// @throws IllegalStateException if it does not run
    int port() {
        Server running = server;
        if (running == null) {
            throw new IllegalStateException("Duplex does not run");
        }
        return running.port();
    }
}
