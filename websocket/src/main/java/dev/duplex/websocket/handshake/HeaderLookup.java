package dev.duplex.websocket.handshake;

import java.util.List;

/// The received header fields, by name.
@FunctionalInterface
public interface HeaderLookup {
    /// The values of all lines named `name` regardless of case (RFC 9110 §5.1), in the order in
    /// which they came; empty when there is none.
    List<String> all(String name);
}
