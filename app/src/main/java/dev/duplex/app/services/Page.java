package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import dev.duplex.http.Request;
import dev.duplex.http.StaticFiles;

/// The pages of the development mode and what they need, out of the `web` module's jar. To be mounted at
/// `/` and `/*`; see [PagePolicy].
public final class Page implements HttpHandler {
    /// What only the bench may: it connects to whatever its user types.
    private static final String BENCH = "bench/";

    private final StaticFiles files =
            StaticFiles.resources(Page.class.getClassLoader(), "dev/duplex/web")
                    .withImmutable("assets");

    @Override
    public void handle(HttpExchange exchange) {
        Request request = exchange.request();
        boolean bench = request.pathParameters().getOrDefault("*", "").startsWith(BENCH);
        PagePolicy policy = bench ? PagePolicy.OWN.withAnyWebSocket() : PagePolicy.OWN;
        policy.set(exchange);
        files.handle(exchange);
    }
}
