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

    /// The documentation, which says what to do where it has no such page.
    private static final String DOCS = "docs/";

    private final StaticFiles files =
            StaticFiles.resources(Page.class.getClassLoader(), "dev/duplex/web")
                    .withImmutable("assets");
    private final StaticFiles docs = files.withMissing(DOCS + "404.html");

    @Override
    public void handle(HttpExchange exchange) {
        Request request = exchange.request();
        String path = request.pathParameters().getOrDefault("*", "");
        PagePolicy policy =
                path.startsWith(BENCH) ? PagePolicy.OWN.withAnyWebSocket() : PagePolicy.OWN;
        policy.set(exchange);
        (path.startsWith(DOCS) ? docs : files).handle(exchange);
    }
}
