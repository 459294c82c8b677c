package dev.duplex.conformance.rfc7692;

import dev.duplex.testkit.RawHead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The extension that a server's response agrees to (RFC 7692 §7.1), read strictly.
///
/// @param parameters each with its value, or with `""`
record Agreed(Map<String, String> parameters) {
    private static final String NAME = "permessage-deflate";

    /// What the response says; empty if it declines.
    ///
    /// @throws AssertionError if the response is not one that a server may give
    static Optional<Agreed> in(RawHead head) {
        List<String> values = head.all("Sec-WebSocket-Extensions");
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw new AssertionError(
                    "§11.3.2 of RFC 6455: the field MUST NOT come twice: " + values);
        }
        String[] parts = values.getFirst().split(";", -1);
        if (!parts[0].strip().equals(NAME)) {
            throw new AssertionError("not what was offered: " + values);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = (equals < 0 ? parts[i] : parts[i].substring(0, equals)).strip();
            String value = equals < 0 ? "" : parts[i].substring(equals + 1).strip();
            if (parameters.put(name, value) != null) {
                throw new AssertionError("§7.1: a parameter comes twice: " + values);
            }
            boolean right =
                    switch (name) {
                        case "server_no_context_takeover", "client_no_context_takeover" ->
                                equals < 0;
                        case "server_max_window_bits", "client_max_window_bits" ->
                                value.matches("8|9|1[0-5]");
                        default -> false;
                    };
            if (!right) {
                throw new AssertionError("§7.1: not a parameter of a response: " + values);
            }
        }
        return Optional.of(new Agreed(parameters));
    }

    boolean serverTakeover() {
        return !parameters.containsKey("server_no_context_takeover");
    }

    boolean clientTakeover() {
        return !parameters.containsKey("client_no_context_takeover");
    }

    int serverWindowBits() {
        return Integer.parseInt(parameters.getOrDefault("server_max_window_bits", "15"));
    }

    int clientWindowBits() {
        return Integer.parseInt(parameters.getOrDefault("client_max_window_bits", "15"));
    }
}
