package dev.duplex.api;

import dev.duplex.channels.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/// Payloads of channels as JSON, as clients that speak JSON see them, and back.
///
/// | kind | in JSON |
/// |---|---|
/// | JSON | the value |
/// | text | a string |
/// | binary | a string, in Base64 |
final class Payloads {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Payloads() {}

    /// A payload as JSON.
    static String json(Payload payload) {
        String text = new String(payload.bytes(), StandardCharsets.UTF_8);
        return switch (payload.kind()) {
            case JSON -> text;
            case TEXT -> quoted(text);
            case BINARY -> '"' + Base64.getEncoder().encodeToString(payload.bytes()) + '"';
        };
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

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
        return (came.kind() == Payload.Kind.JSON ? string(came) : utf8(came))
                .map(it -> Payload.of(Payload.Kind.TEXT, it.getBytes(StandardCharsets.UTF_8)));
    }

    /// What a JSON string says, if it is one.
    private static Optional<String> string(Payload json) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json.bytes())) {
            return parser.nextToken() == JsonToken.VALUE_STRING
                    ? Optional.of(parser.getString())
                            .filter(StandardCharsets.UTF_8.newEncoder()::canEncode)
                    : Optional.empty();
        } catch (JacksonException _) {
            // A string that is longer than the parser takes by default.
            return Optional.empty();
        }
    }

    private static Optional<String> utf8(Payload bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes.bytes()))
                            .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
