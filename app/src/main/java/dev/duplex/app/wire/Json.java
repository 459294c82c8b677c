package dev.duplex.app.wire;

import java.nio.charset.StandardCharsets;

/// Writes one flat JSON object (RFC 8259) as a Server-Sent Event: the few shapes of event that the
/// trace has need no library.
final class Json {
    private final StringBuilder text = new StringBuilder(128);

    private Json(String type) {
        text.append("data: {");
        put("type", type);
    }

    /// Begins an object whose first member is `type`.
    static Json event(String type) {
        return new Json(type);
    }

    Json put(String name, long value) {
        name(name).append(value);
        return this;
    }

    Json put(String name, String value) {
        name(name).append('"');
        for (int i = 0; i < value.length(); i++) {
            escape(value.charAt(i));
        }
        text.append('"');
        return this;
    }

    /// The whole event, with the empty line that ends it.
    byte[] bytes() {
        return (text + "}\n\n").getBytes(StandardCharsets.UTF_8);
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
