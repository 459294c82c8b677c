package dev.duplex.json;

import dev.duplex.channels.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Payloads of channels as everybody sees them who speaks JSON, and what JSON is as a payload.
///
/// | payload | in JSON |
/// |---|---|
/// | JSON | the value |
/// | text | a string |
/// | binary | a string, in Base64 (RFC 4648 §4) |
/// | nothing ([#isNothing]) | `null`, or a field that is not there |
public final class JsonPayload {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private JsonPayload() {}

    /// Whether it is nothing: it has no bytes, and is not a text, which may be empty.
    public static boolean isNothing(Payload payload) {
        return payload.size() == 0 && payload.kind() != Payload.Kind.TEXT;
    }

    /// A payload as a JSON value, in one line.
    ///
    /// @return bytes of the caller's own
    /// @throws IllegalArgumentException if it says that it is text, and is not in UTF-8
    public static byte[] value(Payload payload) {
        if (isNothing(payload)) {
            return NULL.clone();
        }
        byte[] bytes = payload.bytes();
        return switch (payload.kind()) {
            case JSON -> bytes;
            case TEXT -> JsonString.quoted(bytes);
            case BINARY -> JsonString.quoted(Base64.getEncoder().encode(bytes));
        };
    }

    /// What somebody has sent, as a payload of JSON, its line breaks spaces: they would break the framing of others.
    ///
    /// @return empty if it is not exactly one JSON value by [JsonRules#STANDARD]
    public static Optional<Payload> of(byte[] text) {
        return JsonRules.STANDARD.isValue(text)
                ? Optional.of(Payload.of(Payload.Kind.JSON, JsonSource.line(text, 0, text.length)))
                : Optional.empty();
    }

    /// The value that the source stands at, as a payload of JSON in one line; the source goes to its end.
    public static Payload of(JsonSource in) {
        return Payload.of(Payload.Kind.JSON, in.value());
    }
}
