package dev.duplex.app;

import dev.duplex.json.JsonRules;
import dev.duplex.json.NotJsonException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The strings, numbers and literals in a JSON value, by where they are (RFC 6901): `/result/offset`. For answers of few of them, of
/// [#MAX_CHARACTERS] in all, where they are and what they are.
final class JsonScalars {
    static final int MAX_CHARACTERS = 1 << 20;

    private JsonScalars() {}

    /// @return empty if it is no JSON, more than one value, or has too much
    static Optional<Map<String, String>> of(byte[] json) {
        try {
            return JsonRules.STANDARD.read(json, in -> of(in.parser()));
        } catch (NotJsonException _) {
            return Optional.empty();
        }
    }

    private static Optional<Map<String, String>> of(JsonParser parser) {
        Map<String, String> scalars = new HashMap<>();
        int values = 0;
        long characters = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token.isScalarValue()) {
                String where = parser.streamReadContext().pathAsPointer().toString();
                String what = parser.getString();
                characters += where.length() + what.length();
                if (characters > MAX_CHARACTERS) {
                    return Optional.empty();
                }
                scalars.put(where, what);
            }
            boolean ends = token.isScalarValue() || token.isStructEnd();
            if (ends && parser.streamReadContext().inRoot()) {
                values++;
            }
        }
        return values == 1 ? Optional.of(scalars) : Optional.empty();
    }
}
