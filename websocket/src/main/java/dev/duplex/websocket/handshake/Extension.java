package dev.duplex.websocket.handshake;

import java.util.List;
import java.util.Optional;

/// One element of a `Sec-WebSocket-Extensions` field: an extension's name with its parameters in
/// the order they were written (RFC 6455 §9.1). A name may stand twice among the parameters; what
/// that means is the extension's affair.
///
/// @param name the extension token, as written
/// @param parameters its parameters, as written
public record Extension(String name, List<Parameter> parameters) {
    public Extension {
        parameters = List.copyOf(parameters);
    }

    /// One parameter; a quoted value is here without its quotes.
    ///
    /// @param name the parameter's token, as written
    /// @param value what follows `=`, or empty when nothing does
    public record Parameter(String name, Optional<String> value) {}
}
