package dev.duplex.transport;

import dev.duplex.Endpoint;
import dev.duplex.WebSocketOptions;
import dev.duplex.session.EndpointObservers;

/// What is served to WebSocket clients at a path.
///
/// @param observers who hears of its sessions
public record WebSocketRoute(
        Endpoint endpoint, WebSocketOptions options, EndpointObservers observers) {}
