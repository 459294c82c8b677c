package dev.duplex.app.wire;

import dev.duplex.http.ServerSentEvents;
import dev.duplex.json.JsonObject;
import java.nio.charset.StandardCharsets;

/// What a page is told of a connection: one flat JSON object, as a Server-Sent Event.
final class WireEvent {
    private final JsonObject object = new JsonObject();

    private WireEvent(String type) {
        object.put("type", type);
    }

    /// Begins an object whose first member is `type`.
    static WireEvent of(String type) {
        return new WireEvent(type);
    }

    WireEvent put(String name, long value) {
        object.put(name, value);
        return this;
    }

    WireEvent put(String name, String value) {
        object.put(name, value);
        return this;
    }

    /// The whole event.
    byte[] bytes() {
        return ServerSentEvents.event(object.toString().getBytes(StandardCharsets.UTF_8));
    }
}
