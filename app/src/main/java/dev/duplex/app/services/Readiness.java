package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;

/// Tells load balancers whether to send clients here: `GET /ready` gets 200 and `ready`, or 503 and `starting` or `stopping`. For any
/// thread.
public final class Readiness implements HttpHandler {
    private enum Phase {
        STARTING,
        READY,
        STOPPING
    }

    private volatile Phase phase = Phase.STARTING;

    /// From now on clients are welcome.
    public void started() {
        phase = Phase.READY;
    }

    /// From now on they should go elsewhere.
    public void stopping() {
        phase = Phase.STOPPING;
    }

    @Override
    public void handle(HttpExchange exchange) {
        switch (phase) {
            case STARTING -> Health.answer(exchange, 503, "starting");
            case READY -> Health.answer(exchange, 200, "ready");
            case STOPPING -> Health.answer(exchange, 503, "stopping");
        }
    }
}
