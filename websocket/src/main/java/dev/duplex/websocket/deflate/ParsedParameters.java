package dev.duplex.websocket.deflate;

import dev.duplex.websocket.handshake.Extension;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The parameters of one permessage-deflate element, read by the rules that an offer and an answer
/// share (RFC 7692 §7.1): no unknown name, none twice, a value only where there may be one.
sealed interface ParsedParameters {
    String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
    String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
    String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
    String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

    /// The smallest window: 256 bytes (§7.1.2).
    int MIN_WINDOW_BITS = 8;

    /// The largest, and what holds when nothing is said: 32 KiB.
    int MAX_WINDOW_BITS = 15;

    /// What an element without fault says.
    ///
    /// @param clientMaxWindowBitsNamed whether `client_max_window_bits` is there, with a value or not
    record Valid(
            boolean serverNoContextTakeover,
            boolean clientNoContextTakeover,
            OptionalInt serverMaxWindowBits,
            boolean clientMaxWindowBitsNamed,
            OptionalInt clientMaxWindowBits)
            implements ParsedParameters {}

    /// An element that breaks a rule.
    ///
    /// @param why which rule is broken
    record Invalid(String why) implements ParsedParameters {}

    static ParsedParameters of(Extension extension) {
        Set<String> names = new HashSet<>();
        OptionalInt serverBits = OptionalInt.empty();
        OptionalInt clientBits = OptionalInt.empty();
        for (Extension.Parameter parameter : extension.parameters()) {
            String name = parameter.name();
            Optional<String> value = parameter.value();
            if (!names.add(name)) {
                return new Invalid(name + " is there twice");
            }
            switch (name) {
                case SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER -> {
                    if (value.isPresent()) {
                        return new Invalid(name + " has a value");
                    }
                }
                case SERVER_MAX_WINDOW_BITS -> {
                    serverBits = windowBits(value.orElse(""));
                    if (serverBits.isEmpty()) {
                        return new Invalid(name + " must be 8 to 15");
                    }
                }
                case CLIENT_MAX_WINDOW_BITS -> {
                    clientBits = windowBits(value.orElse(""));
                    if (value.isPresent() && clientBits.isEmpty()) {
                        return new Invalid(name + " must be 8 to 15");
                    }
                }
                default -> {
                    return new Invalid("unknown parameter " + name);
                }
            }
        }
        return new Valid(
                names.contains(SERVER_NO_CONTEXT_TAKEOVER),
                names.contains(CLIENT_NO_CONTEXT_TAKEOVER),
                serverBits,
                names.contains(CLIENT_MAX_WINDOW_BITS),
                clientBits);
    }

    /// A decimal number from 8 to 15 without leading zeros (§7.1.2), or empty for anything else.
    private static OptionalInt windowBits(String value) {
        return switch (value) {
            case "8", "9", "10", "11", "12", "13", "14", "15" ->
                    OptionalInt.of(Integer.parseInt(value));
            default -> OptionalInt.empty();
        };
    }
}
