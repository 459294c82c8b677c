package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import java.nio.charset.StandardCharsets;

/// Tells whoever watches the program that it serves: `GET /health` gets 200 and `ok`.
public final class Health implements HttpHandler {
    private static final byte[] OK = "ok\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void handle(HttpExchange exchange) {
        switch (exchange.request().method()) {
            case "GET", "HEAD" ->
                    exchange.header("Content-Type", "text/plain; charset=utf-8")
                            .header("Cache-Control", "no-store")
                            .respond(OK);
            default -> exchange.status(405).header("Allow", "GET, HEAD").respond(new byte[0]);
        }
    }
}
