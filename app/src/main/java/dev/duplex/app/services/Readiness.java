package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells load balancers whether to send clients here: `GET /ready` gets 200 and `ready`, or 503 and `starting`, `stopping`, or what is wrong. For any
/// thread.
public final class Readiness implements HttpHandler {
    private enum Phase {
        STARTING,
        READY,
        STOPPING
    }

    private final Supplier<Optional<String>> problem;
    private volatile Phase phase = Phase.STARTING;

    /// @param problem why clients are of no use here at the moment, in a few words for strangers; asked on event loops
    public Readiness(Supplier<Optional<String>> problem) {
        this.problem = problem;
    }

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
            case READY ->
                    problem.get()
                            .ifPresentOrElse(
                                    it -> Health.answer(exchange, 503, "not ready: " + it),
                                    () -> Health.answer(exchange, 200, "ready"));
            case STOPPING -> Health.answer(exchange, 503, "stopping");
        }
    }
}
