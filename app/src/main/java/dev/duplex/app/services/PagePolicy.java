package dev.duplex.app.services;

import dev.duplex.http.HttpExchange;

/// What a page may do (Content Security Policy Level 3): load and connect to what is the server's own, and nothing else; nobody may frame
/// it. Frames and forms are how some transports of SockJS work.
///
/// @param scripts which scripts run
/// @param images which images are shown
/// @param anyWebSocket whether it may open a WebSocket to anywhere
record PagePolicy(String scripts, String images, boolean anyWebSocket) {
    static final PagePolicy OWN = new PagePolicy("'self'", "'self'", false);

    PagePolicy withAnyWebSocket() {
        return new PagePolicy(scripts, images, true);
    }

    /// Sets it, and what else a browser is told of a page, on a response. The policy says the host that the request names, which is one
    /// that the server answers to ([dev.duplex.Hosts]).
    void set(HttpExchange exchange) {
        String host = exchange.request().headers().first("Host").orElse("");
        // Not every browser takes 'self' for WebSocket.
        String sockets = anyWebSocket ? "ws: wss:" : "ws://" + host + " wss://" + host;
        exchange.header(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src "
                                + scripts
                                + "; style-src 'self'; img-src "
                                + images
                                + "; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
                                + " connect-src 'self' "
                                + sockets)
                // With no referrer at all, the forms of SockJS's JSONP would not say what origin
                // they come from.
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin");
    }
}
