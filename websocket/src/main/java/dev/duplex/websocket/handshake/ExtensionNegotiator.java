package dev.duplex.websocket.handshake;

import java.util.List;
import java.util.Optional;

/// Chooses among the extensions that a client offers (RFC 6455 §9.1).
///
/// @param <T> what the connection needs to know of the agreement
@FunctionalInterface
public interface ExtensionNegotiator<T> {
    /// Answers the client's offers, which stand in the client's order of preference.
    ///
    /// @return what was agreed; empty to go on without an extension
    Optional<Agreed<T>> negotiate(List<Extension> offers);

    /// Declines every offer.
    static <T> ExtensionNegotiator<T> none() {
        return _ -> Optional.empty();
    }

    /// An accepted extension.
    ///
    /// @param response the element of the response's `Sec-WebSocket-Extensions`
    /// @param value what the connection needs to know
    record Agreed<T>(Extension response, T value) {}
}
