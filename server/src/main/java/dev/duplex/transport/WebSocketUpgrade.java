package dev.duplex.transport;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.WebSocketOptions;
import dev.duplex.channels.Hub;
import dev.duplex.http.HttpExchange;
import java.nio.charset.StandardCharsets;

/// Placeholder until WebSocket is there: answers 501.
final class WebSocketUpgrade implements Upgrade {
    private WebSocketUpgrade() {}

    /// @param limits the server's; the options' own replace them
    static Upgrade create(Endpoint endpoint, WebSocketOptions options, Limits limits, Hub hub) {
        return new WebSocketUpgrade();
    }

    @Override
    public void upgrade(HttpExchange exchange, TakeOver takeOver) {
        exchange.status(501)
                .header("Content-Type", "text/plain; charset=utf-8")
                .respond("WebSocket is not served yet.\n".getBytes(StandardCharsets.UTF_8));
    }
}
