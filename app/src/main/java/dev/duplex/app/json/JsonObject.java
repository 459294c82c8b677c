package dev.duplex.app.json;

/// Writes one flat JSON object (RFC 8259) on one line. Names are of characters that JSON takes as they are. Not thread-safe.
public final class JsonObject {
    private final StringBuilder text = new StringBuilder(128).append('{');

    /// Adds a number.
    public JsonObject put(String name, long value) {
        name(name).append(value);
        return this;
    }

    /// Adds a string.
    public JsonObject put(String name, String value) {
        name(name).append('"');
        for (int i = 0; i < value.length(); i++) {
            escape(value.charAt(i));
        }
        text.append('"');
        return this;
    }

    /// The object so far.
    @Override
    public String toString() {
        return text + "}";
    }

    private StringBuilder name(String name) {
        if (text.charAt(text.length() - 1) != '{') {
            text.append(',');
        }
        return text.append('"').append(name).append("\":");
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\r' -> text.append("\\r");
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            default -> {
                if (c < 0x20 || Character.isSurrogate(c)) {
                    text.append(String.format("\\u%04x", (int) c));
                } else {
                    text.append(c);
                }
            }
        }
    }
}
