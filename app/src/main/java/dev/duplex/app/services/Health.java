package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells whoever starts the program again whether that is wanted: `GET /health` gets 200 and `ok`, or 503 and what only a start mends.
public final class Health implements HttpHandler {
    private final Supplier<Optional<String>> failure;

    /// @param failure why the program has to be started again, in a sentence for strangers; empty where it need not, or where the trouble
    ///     ends by itself. Asked on event loops
    public Health(Supplier<Optional<String>> failure) {
        this.failure = failure;
    }

    @Override
    public void handle(HttpExchange exchange) {
        failure.get()
                .ifPresentOrElse(
                        it -> answer(exchange, 503, "failed: " + it),
                        () -> answer(exchange, 200, "ok"));
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
