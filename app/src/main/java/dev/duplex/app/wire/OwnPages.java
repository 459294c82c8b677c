package dev.duplex.app.wire;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import java.util.List;

/// Lets only requests through that are made by pages of this host: for what the pages of the development mode ask of the server. Others
/// are answered 403, or 405.
public final class OwnPages implements HttpHandler {
    private final List<String> methods;
    private final HttpHandler handler;

    private OwnPages(List<String> methods, HttpHandler handler) {
        this.methods = methods;
        this.handler = handler;
    }

    /// Stands before `handler`.
    ///
    /// @param methods that it serves
    public static HttpHandler only(HttpHandler handler, String... methods) {
        return new OwnPages(List.of(methods), handler);
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (!methods.contains(exchange.request().method())) {
            exchange.status(405).header("Allow", String.join(", ", methods)).respond(new byte[0]);
        } else if (Origin.isForeign(exchange.request().headers())) {
            exchange.status(403).respond(new byte[0]);
        } else {
            handler.handle(exchange);
        }
    }
}
