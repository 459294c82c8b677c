package dev.duplex.transport;

import dev.duplex.Endpoint;
import dev.duplex.WebSocketOptions;

/// What is served to WebSocket clients at a path.
public record WebSocketRoute(Endpoint endpoint, WebSocketOptions options) {}
