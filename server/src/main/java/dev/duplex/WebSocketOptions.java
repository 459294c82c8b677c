package dev.duplex;

import dev.duplex.websocket.deflate.DeflateOptions;
import java.util.List;

/// How an endpoint speaks WebSocket. Immutable; [#DEFAULT] and the `with…` methods make others.
///
/// @param origins which pages may connect
/// @param subprotocols what this endpoint speaks, best first. The first that the client offers too is
///     agreed on; a client that offers none, or none of these, gets none
/// @param deflate whether and how messages are compressed (RFC 7692)
/// @param limits replaces the server's limits for this endpoint's sessions
public record WebSocketOptions(
        Origins origins,
        List<String> subprotocols,
        DeflateOptions deflate,
        java.util.Optional<Limits> limits) {
    /// Same origin only, no subprotocol, compression without context takeover, the server's limits.
    public static final WebSocketOptions DEFAULT =
            new WebSocketOptions(
                    Origins.same(), List.of(), DeflateOptions.DEFAULT, java.util.Optional.empty());

    public WebSocketOptions {
        subprotocols = List.copyOf(subprotocols);
    }

    public WebSocketOptions withOrigins(Origins origins) {
        return new WebSocketOptions(origins, subprotocols, deflate, limits);
    }

    public WebSocketOptions withSubprotocols(String... subprotocols) {
        return new WebSocketOptions(origins, List.of(subprotocols), deflate, limits);
    }

    public WebSocketOptions withDeflate(DeflateOptions deflate) {
        return new WebSocketOptions(origins, subprotocols, deflate, limits);
    }

    public WebSocketOptions withLimits(Limits limits) {
        return new WebSocketOptions(origins, subprotocols, deflate, java.util.Optional.of(limits));
    }
}
