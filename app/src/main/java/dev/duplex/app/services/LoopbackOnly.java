package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import dev.duplex.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Lets only requests through that were addressed to this machine by name. A page on another name
/// that was made to point here (DNS rebinding) would otherwise read what the development mode shows.
public final class LoopbackOnly implements HttpHandler {
    private static final Pattern LOOPBACK =
            Pattern.compile(
                    "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?",
                    Pattern.CASE_INSENSITIVE);
    private static final byte[] REFUSAL =
            "The development mode answers to localhost, 127.0.0.1 and [::1] only.\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final HttpHandler handler;

    /// Stands before `handler`.
    public LoopbackOnly(HttpHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (isAddressedToLoopback(exchange.request())) {
            handler.handle(exchange);
        } else {
            // 421 Misdirected Request, RFC 9110 §15.5.20
            exchange.status(421)
                    .header("Content-Type", "text/plain; charset=utf-8")
                    .respond(REFUSAL);
        }
    }

    /// Whether a request was addressed to this machine by a name of its own.
    public static boolean isAddressedToLoopback(Request request) {
        return LOOPBACK.matcher(request.headers().first("Host").orElse("")).matches();
    }
}
