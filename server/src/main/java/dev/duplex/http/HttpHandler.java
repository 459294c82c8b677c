package dev.duplex.http;

/// Answers HTTP requests. Called on an event loop, and must not block; see [HttpExchange].
@FunctionalInterface
public interface HttpHandler {
    /// Begins to answer. The answer may come later, from any thread. An exception becomes a 500 if
    /// nothing was sent yet, else the connection is closed; it is logged.
    void handle(HttpExchange exchange);
}
