package dev.duplex.app;

import dev.duplex.json.JsonRules;
import dev.duplex.json.NotJsonException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The strings, numbers and literals in a JSON value, by where they are (RFC 6901): `/result/offset`.
final class JsonScalars {
    private JsonScalars() {}

    /// @return empty if it is no JSON, or more than one value
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
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token.isScalarValue()) {
                scalars.put(
                        parser.streamReadContext().pathAsPointer().toString(), parser.getString());
            }
            boolean ends = token.isScalarValue() || token.isStructEnd();
            if (ends && parser.streamReadContext().inRoot()) {
                values++;
            }
        }
        return values == 1 ? Optional.of(scalars) : Optional.empty();
    }
}
