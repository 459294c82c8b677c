package dev.duplex.api;

import dev.duplex.channels.Payload;
import dev.duplex.json.JsonRules;
import dev.duplex.json.NotJsonException;
import dev.duplex.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonToken;

/// What a request has for a channel, as a payload that the channel takes.
final class Payloads {
    private Payloads() {}

    /// What is to be published in a channel that takes these kinds: what came, but in a channel without its kind what it says as text.
    ///
    /// @param came JSON or binary
    /// @return empty if the channel does not take it
    static Optional<Payload> published(Payload came, Set<Payload.Kind> kinds) {
        if (kinds.contains(came.kind())) {
            return Optional.of(came);
        }
        if (!kinds.contains(Payload.Kind.TEXT)) {
            return Optional.empty();
        }
        return came.kind() == Payload.Kind.JSON ? string(came) : utf8(came);
    }

    /// What a JSON string says, if it is one.
    private static Optional<Payload> string(Payload json) {
        try {
            return JsonRules.STANDARD.read(
                    json.bytes(),
                    in ->
                            in.parser().nextToken() == JsonToken.VALUE_STRING
                                    ? Optional.of(in.parser().getString())
                                            .filter(Utf8::isWhole)
                                            .map(it -> text(it.getBytes(StandardCharsets.UTF_8)))
                                    : Optional.empty());
        } catch (NotJsonException e) {
            throw new IllegalArgumentException("a payload that says that it is JSON is not", e);
        }
    }

    private static Optional<Payload> utf8(Payload payload) {
        byte[] bytes = payload.bytes();
        return Utf8.isValid(bytes, 0, bytes.length) ? Optional.of(text(bytes)) : Optional.empty();
    }

    private static Payload text(byte[] bytes) {
        return Payload.of(Payload.Kind.TEXT, bytes);
    }
}
