package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import dev.duplex.http.StaticFiles;

/// The pages of `examples/browser`, out of the `web` module's jar: each a whole client in one file, its script inside, so that they are
/// served without the policy of [Page].
public final class BrowserExamples implements HttpHandler {
    /// Where they are to be mounted.
    public static final String PATH = "/examples/*";

    private final StaticFiles files =
            StaticFiles.resources(
                    BrowserExamples.class.getClassLoader(), "dev/duplex/web/examples");

    @Override
    public void handle(HttpExchange exchange) {
        files.handle(exchange);
    }
}
