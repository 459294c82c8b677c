package dev.duplex.session;

import dev.duplex.http.HttpDate;
import dev.duplex.http.HttpExchange;
import java.time.Duration;
import java.time.Instant;

/// How long a response may be kept: for very long, or not at all and not changed on the way either.
public final class Caching {
    public static final Duration LONG = Duration.ofDays(365);

    private Caching() {}

    public static void never(HttpExchange exchange) {
        exchange.header(
                "Cache-Control", "no-store, no-cache, no-transform, must-revalidate, max-age=0");
    }

    public static void forLong(HttpExchange exchange) {
        exchange.header("Cache-Control", "public, max-age=" + LONG.toSeconds())
                .header("Expires", HttpDate.format(Instant.now().plus(LONG)));
    }
}
