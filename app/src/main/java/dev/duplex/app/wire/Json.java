package dev.duplex.app.wire;

import dev.duplex.app.json.JsonObject;
import java.nio.charset.StandardCharsets;

/// Writes one flat JSON object as a Server-Sent Event.
final class Json {
    private final JsonObject object = new JsonObject();

    private Json(String type) {
        object.put("type", type);
    }

    /// Begins an object whose first member is `type`.
    static Json event(String type) {
        return new Json(type);
    }

    Json put(String name, long value) {
        object.put(name, value);
        return this;
    }

    Json put(String name, String value) {
        object.put(name, value);
        return this;
    }

    /// The whole event, with the empty line that ends it.
    byte[] bytes() {
        return ("data: " + object + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
