package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The page of the development mode and what it needs, out of the `web` module's jar. To be mounted at
/// `/` and `/*`. Files are read on a virtual thread, not on the event loop.
public final class Page implements HttpHandler {
    private static final String FOLDER = "/dev/duplex/web/";
    private static final Pattern FILE =
            Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "ico", "image/x-icon",
                    "woff2", "font/woff2",
                    "json", "application/json",
                    "txt", "text/plain; charset=utf-8");

    /// The page connects to whatever WebSocket its user types, and loads nothing from elsewhere.
    private static final String POLICY =
            "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:;"
                    + " style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    @Override
    public void handle(HttpExchange exchange) {
        String path = exchange.request().path().substring(1);
        String file = path.isEmpty() ? "index.html" : path;
        Optional<String> type = Optional.ofNullable(TYPES.get(extension(file)));
        switch (exchange.request().method()) {
            case "GET", "HEAD" -> {
                if (type.isPresent() && FILE.matcher(file).matches()) {
                    Thread.startVirtualThread(() -> answer(exchange, file, type.get()));
                } else {
                    missing(exchange);
                }
            }
            default -> exchange.status(405).header("Allow", "GET, HEAD").respond(new byte[0]);
        }
    }

    private static String extension(String file) {
        return file.substring(file.lastIndexOf('.') + 1);
    }

    private static void answer(HttpExchange exchange, String file, String type) {
        try (InputStream in = Page.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                missing(exchange);
                return;
            }
            // The names of what is under assets/ change with the content.
            String cache = file.startsWith("assets/") ? "max-age=31536000, immutable" : "no-cache";
            exchange.header("Content-Type", type)
                    .header("Cache-Control", cache)
                    .header("Content-Security-Policy", POLICY)
                    .header("X-Content-Type-Options", "nosniff")
                    .respond(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void missing(HttpExchange exchange) {
        exchange.status(404)
                .header("Content-Type", "text/plain; charset=utf-8")
                .respond(
                        "There is nothing here.\n"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
