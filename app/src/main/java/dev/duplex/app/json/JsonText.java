package dev.duplex.app.json;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// JSON that came as text.
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /// Whether a text is one JSON value, and nothing else.
    public static boolean isValue(String text) {
        return scalars(text).isPresent();
    }

    /// The strings, numbers and literals in a JSON value, by where they are (RFC 6901): `/result/offset`.
    ///
    /// @return empty if it is no JSON, or more than one value
    public static Optional<Map<String, String>> scalars(String text) {
        Map<String, String> scalars = new HashMap<>();
        int values = 0;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    scalars.put(
                            parser.streamReadContext().pathAsPointer().toString(),
                            parser.getString());
                }
                boolean ends = token.isScalarValue() || token.isStructEnd();
                if (ends && parser.streamReadContext().inRoot()) {
                    values++;
                }
            }
        } catch (JacksonException _) {
            return Optional.empty();
        }
        return values == 1 ? Optional.of(scalars) : Optional.empty();
    }
}
