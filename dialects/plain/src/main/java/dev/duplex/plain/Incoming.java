package dev.duplex.plain;

import dev.duplex.Message;
import dev.duplex.channels.Payload;
import dev.duplex.json.JsonPayload;
import java.util.Optional;
import java.util.Set;

/// What a client's message is as a payload.
///
/// | message | in a channel that takes | published as |
/// |---|---|---|
/// | text | text | text |
/// | text that is one JSON value | JSON, and no text | JSON, its line breaks spaces |
/// | binary | binary | binary |
///
/// What is none of these is not published: others in the channel could not read it, or would have their framing broken.
final class Incoming {
    private Incoming() {}

    /// @param kinds what the channel takes
    static Optional<Payload> payload(Message message, Set<Payload.Kind> kinds) {
        if (!message.isText()) {
            return Optional.<Payload>of(message.copy())
                    .filter(_ -> kinds.contains(Payload.Kind.BINARY));
        }
        if (kinds.contains(Payload.Kind.TEXT)) {
            return Optional.of(message.copy());
        }
        return kinds.contains(Payload.Kind.JSON)
                ? JsonPayload.of(message.bytes())
                : Optional.empty();
    }
}
