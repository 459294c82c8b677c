package dev.duplex.websocket.handshake;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What makes a list of subprotocols one (RFC 6455 §4.1, item 10).
final class Subprotocols {
    private Subprotocols() {}

    private static boolean areValid(List<String> names) {
        return names.stream().allMatch(FieldValues::isToken)
                && new HashSet<>(names).size() == names.size();
    }

    /// Reads the lines of a request's `Sec-WebSocket-Protocol`; none at all is an empty list.
    ///
    /// @return empty if there are lines but no name, or a name is no token or stands twice
    static Optional<List<String>> parse(List<String> lines) {
        List<String> names = FieldValues.elements(lines);
        boolean fieldWithoutNames = names.isEmpty() && !lines.isEmpty();
        return fieldWithoutNames || !areValid(names) ? Optional.empty() : Optional.of(names);
    }

    /// Copies what a program configured.
    ///
    /// @throws IllegalArgumentException if a name is no token or stands twice
    static List<String> requireValid(List<String> names) {
        if (!areValid(names)) {
            throw new IllegalArgumentException("subprotocols must be tokens, each once: " + names);
        }
        return List.copyOf(names);
    }
}
