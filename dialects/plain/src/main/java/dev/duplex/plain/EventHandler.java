package dev.duplex.plain;

import dev.duplex.Cors;
import dev.duplex.channels.Hub;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import java.nio.charset.StandardCharsets;

/// Answers requests for event streams: which pages may ask, by which methods.
final class EventHandler implements HttpHandler {
    private static final String METHODS = "GET, OPTIONS";

    private final Hub hub;
    private final PlainOptions options;
    private final Cors cors;

    EventHandler(Hub hub, PlainOptions options) {
        this.hub = hub;
        this.options = options;
        cors = new Cors(options.origins());
    }

    @Override
    public void handle(HttpExchange exchange) {
        switch (exchange.request().method()) {
            case "GET" -> {
                if (cors.allowsEventSource(exchange.request())) {
                    cors.tell(exchange);
                    new EventStream(exchange, hub, options).open();
                } else {
                    refuse(exchange, Refusal.ORIGIN);
                }
            }
            case "OPTIONS" -> {
                if (cors.allows(exchange.request())) {
                    cors.preflight(exchange, METHODS);
                } else {
                    refuse(exchange, Refusal.ORIGIN);
                }
            }
            default -> exchange.status(405).header("Allow", METHODS).respond(new byte[0]);
        }
    }

    /// Says why not. An EventSource does not come back after that.
    static void refuse(HttpExchange exchange, Refusal why) {
        exchange.status(why.status())
                .header("Content-Type", "text/plain; charset=UTF-8")
                .header("Cache-Control", "no-store")
                .respond((why.sentence() + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
