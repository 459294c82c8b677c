package dev.duplex.sockjs;

import dev.duplex.SockJsOptions;
import dev.duplex.http.HttpExchange;
import dev.duplex.session.Caching;
import java.security.SecureRandom;

/// `/info`: what a client asks first (`InfoTest`).
record InfoAnswer(SockJsOptions options) {
    private static final SecureRandom RANDOM = new SecureRandom();

    void answer(HttpExchange exchange) {
        Caching.never(exchange);
        exchange.header("Content-Type", "application/json; charset=UTF-8")
                .respond(Bytes.ascii(json()));
    }

    private String json() {
        return "{\"websocket\":%b,\"origins\":[\"*:*\"],\"cookie_needed\":%b,\"entropy\":%d}"
                .formatted(
                        options.webSocket(),
                        options.cookies(),
                        Integer.toUnsignedLong(RANDOM.nextInt()));
    }
}
