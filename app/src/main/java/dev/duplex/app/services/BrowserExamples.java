package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import dev.duplex.http.StaticFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The pages of `examples/browser`, out of the `web` module's jar: each a whole client in one file, its script and an empty icon inside. Their
/// policy names those scripts by their digests, which the build has written beside them.
public final class BrowserExamples implements HttpHandler {
    /// Where they are to be mounted.
    public static final String PATH = "/examples/*";

    private static final String FOLDER = "dev/duplex/web/examples";

    private final PagePolicy policy = new PagePolicy("'self' " + scripts(), "data:", false);
    private final StaticFiles files =
            StaticFiles.resources(BrowserExamples.class.getClassLoader(), FOLDER);

    @Override
    public void handle(HttpExchange exchange) {
        policy.set(exchange);
        files.handle(exchange);
    }

    private static String scripts() {
        String name = "/" + FOLDER + "/scripts.txt";
        try (InputStream in = BrowserExamples.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
