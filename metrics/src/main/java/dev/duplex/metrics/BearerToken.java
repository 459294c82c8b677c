package dev.duplex.metrics;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Lets only requests through that carry a token (RFC 6750 §2.1). How long the comparison takes tells nothing of the token but its length.
final class BearerToken implements HttpHandler {
    private static final String SCHEME = "Bearer ";

    private final byte[] token;
    private final HttpHandler handler;

    BearerToken(String token, HttpHandler handler) {
        if (token.length() < Metrics.MIN_TOKEN_LENGTH) {
            throw new IllegalArgumentException(
                    "a token has at least " + Metrics.MIN_TOKEN_LENGTH + " characters");
        }
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.handler = handler;
    }

    @Override
    public void handle(HttpExchange exchange) {
        String shown = exchange.request().headers().first("Authorization").orElse("");
        if (shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        token,
                        shown.substring(SCHEME.length())
                                .strip()
                                .getBytes(StandardCharsets.UTF_8))) {
            handler.handle(exchange);
        } else {
            exchange.status(401)
                    .header("WWW-Authenticate", "Bearer")
                    .header("Content-Type", "text/plain; charset=utf-8")
                    .respond("The metrics need their token.\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
