package dev.duplex.app;

import dev.duplex.json.JsonRules;
import dev.duplex.json.NotJsonException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Some of the strings that a JSON object has at its top, of what anybody sent: whatever else is in it is passed over, and nothing of it kept.
final class JsonStrings {
    private JsonStrings() {}

    /// @param names of those that are wanted
    /// @param most how long one is, in characters; a longer one counts as not there
    /// @return what there is of them; nothing if it is no JSON, no object, or more than one
    static Map<String, String> of(byte[] json, Set<String> names, int most) {
        try {
            return JsonRules.STANDARD.read(json, in -> of(in.parser(), names, most));
        } catch (NotJsonException _) {
            return Map.of();
        }
    }

    private static Map<String, String> of(JsonParser parser, Set<String> names, int most) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Map.of();
        }
        Map<String, String> strings = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING
                    && names.contains(name)
                    && parser.getStringLength() <= most) {
                strings.put(name, parser.getString());
            } else {
                parser.skipChildren();
            }
        }
        return parser.nextToken() == null ? strings : Map.of();
    }
}
