package dev.duplex.app;

import dev.duplex.json.JsonRules;
import dev.duplex.json.NotJsonException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Some of the strings that a JSON object has at its top, of what anybody sent: whatever else is in it is passed over, and nothing of it kept.
final class JsonStrings {
    private JsonStrings() {}

    /// @param names of those that are wanted
    /// @param most how long one is, in characters
    /// @return what there is of them, where a longer one, and what is neither a string nor `null`, is an empty string: it is not as if it
    ///     were not there. Empty if it is no JSON, no object, or more than one
    static Optional<Map<String, String>> of(byte[] json, Set<String> names, int most) {
        try {
            return JsonRules.STANDARD.read(json, in -> of(in.parser(), names, most));
        } catch (NotJsonException _) {
            return Optional.empty();
        }
    }

    private static Optional<Map<String, String>> of(
            JsonParser parser, Set<String> names, int most) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        Map<String, String> strings = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (names.contains(name) && value != JsonToken.VALUE_NULL) {
                boolean fits = value == JsonToken.VALUE_STRING && parser.getStringLength() <= most;
                strings.put(name, fits ? parser.getString() : "");
            }
            parser.skipChildren();
        }
        return parser.nextToken() == null ? Optional.of(strings) : Optional.empty();
    }
}
