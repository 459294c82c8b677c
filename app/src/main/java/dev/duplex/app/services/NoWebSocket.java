package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import java.nio.charset.StandardCharsets;

/// Stands where a WebSocket would be if they were not switched off: 404, as SockJS answers at its own
/// WebSocket URLs then, and a sentence that says why.
final class NoWebSocket implements HttpHandler {
    private static final byte[] REFUSAL =
            "WebSocket is switched off here (--no-websocket).\n"
                    .getBytes(StandardCharsets.US_ASCII);

    @Override
    public void handle(HttpExchange exchange) {
        exchange.status(404)
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("Cache-Control", "no-store")
                .respond(REFUSAL);
    }
}
