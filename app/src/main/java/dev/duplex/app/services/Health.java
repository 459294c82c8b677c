package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import java.nio.charset.StandardCharsets;

/// Tells whoever watches the program that it lives: `GET /health` gets 200 and `ok`.
public final class Health implements HttpHandler {
    @Override
    public void handle(HttpExchange exchange) {
        answer(exchange, 200, "ok");
    }

    /// Answers a probe with a line of text.
    static void answer(HttpExchange exchange, int status, String text) {
        switch (exchange.request().method()) {
            case "GET", "HEAD" ->
                    exchange.status(status)
                            .header("Content-Type", "text/plain; charset=utf-8")
                            .header("Cache-Control", "no-store")
                            .respond((text + "\n").getBytes(StandardCharsets.US_ASCII));
            default -> exchange.status(405).header("Allow", "GET, HEAD").respond(new byte[0]);
        }
    }
}
