package dev.duplex.json;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What one flat JSON object says, the counterpart of [JsonObject]. Values of other types, and whole numbers beyond 64 bits, are passed over; of a name
/// that comes twice, with one type, the last value counts. Immutable.
///
/// @param strings by name
/// @param numbers whole ones, by name
public record JsonFields(Map<String, String> strings, Map<String, Long> numbers) {
    public JsonFields {
        strings = Map.copyOf(strings);
        numbers = Map.copyOf(numbers);
    }

    /// Reads an object. It has no more in it than these bytes: how many those are is limited where they come in.
    ///
    /// @return empty if they are not exactly one JSON object by [JsonRules#STANDARD]
    public static Optional<JsonFields> of(byte[] json) {
        try {
            return JsonRules.STANDARD.read(json, in -> of(in.parser()));
        } catch (NotJsonException _) {
            return Optional.empty();
        }
    }

    private static Optional<JsonFields> of(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        Map<String, String> strings = new HashMap<>();
        Map<String, Long> numbers = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                strings.put(name, parser.getString());
            } else if (value == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                numbers.put(name, parser.getLongValue());
            } else {
                parser.skipChildren();
            }
        }
        return parser.nextToken() == null
                ? Optional.of(new JsonFields(strings, numbers))
                : Optional.empty();
    }
}
