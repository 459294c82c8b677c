package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import dev.duplex.http.StaticFiles;

/// The page of the development mode and what it needs, out of the `web` module's jar. To be mounted at
/// `/` and `/*`.
public final class Page implements HttpHandler {
    /// The page connects to whatever WebSocket its user types, and loads nothing from elsewhere. Forms
    /// are how SockJS's JSONP transport sends.
    private static final String POLICY =
            "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:;"
                    + " style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private final StaticFiles files =
            StaticFiles.resources(Page.class.getClassLoader(), "dev/duplex/web")
                    .withImmutable("assets");

    @Override
    public void handle(HttpExchange exchange) {
        exchange.header("Content-Security-Policy", POLICY);
        files.handle(exchange);
    }
}
