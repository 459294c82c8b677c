package dev.duplex.json;

/// Writes one flat JSON object on one line. Not thread-safe.
public final class JsonObject {
    private final StringBuilder text = new StringBuilder(128).append('{');

    /// Adds a number.
    public JsonObject put(String name, long value) {
        name(name).append(value);
        return this;
    }

    /// Adds a string.
    public JsonObject put(String name, String value) {
        name(name).append(JsonString.quoted(value));
        return this;
    }

    /// The object so far.
    @Override
    public String toString() {
        return text + "}";
    }

    private StringBuilder name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        return text.append(JsonString.quoted(name)).append(':');
    }
}
