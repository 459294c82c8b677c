package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import dev.duplex.http.StaticFiles;

/// The SockJS client for browsers, out of the `web` module's jar: what iframe pages load, and what a
/// page to try SockJS with needs. For any page, and under one name: an entity tag, and not a version in
/// its path, tells browsers whether theirs is still the same.
public final class ClientScript implements HttpHandler {
    /// Where it is to be mounted.
    public static final String PATH = "/js/sockjs.min.js";

    private final StaticFiles files =
            StaticFiles.resources(ClientScript.class.getClassLoader(), "dev/duplex/web");

    @Override
    public void handle(HttpExchange exchange) {
        files.handle(exchange);
    }
}
