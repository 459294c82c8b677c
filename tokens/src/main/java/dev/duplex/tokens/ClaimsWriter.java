package dev.duplex.tokens;

import dev.duplex.access.Grant;
import dev.duplex.channels.Payload;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes claims, so that [ClaimsReader] reads the same.
final class ClaimsWriter implements AutoCloseable {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final StringWriter text = new StringWriter();
    private final JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text);

    ClaimsWriter() {
        json.writeStartObject();
    }

    void text(String name, Optional<String> value) {
        value.ifPresent(it -> json.writeStringProperty(name, it));
    }

    void time(String name, Optional<Instant> value) {
        value.ifPresent(it -> json.writeNumberProperty(name, it.getEpochSecond()));
    }

    /// When the token ends, and what it is for, if that is another time.
    void ends(Optional<Instant> token, Optional<Instant> deadline) {
        time("exp", token);
        if (!token.equals(deadline)) {
            time("expire_at", Optional.of(deadline.orElse(Instant.EPOCH)));
        }
    }

    /// JSON as it is, text as a string, bytes in Base64 under another name.
    void payload(String name, Payload payload) {
        if (payload.size() == 0) {
            return;
        }
        switch (payload.kind()) {
            case JSON -> {
                json.writeName(name);
                json.writeRawValue(utf8(payload));
            }
            case TEXT -> json.writeStringProperty(name, utf8(payload));
            case BINARY ->
                    json.writeStringProperty(
                            "b64" + name, Base64.getEncoder().encodeToString(payload.bytes()));
        }
    }

    private static String utf8(Payload payload) {
        return new String(payload.bytes(), StandardCharsets.UTF_8);
    }

    void channels(Map<String, Grant> channels) {
        if (channels.isEmpty()) {
            return;
        }
        json.writeName("subs");
        json.writeStartObject();
        channels.forEach((channel, grant) -> {
            json.writeName(channel);
            json.writeStartObject();
            payload("info", grant.info());
            payload("data", grant.data());
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    String finish() {
        json.writeEndObject();
        json.flush();
        return text.toString();
    }

    @Override
    public void close() {
        json.close();
    }
}
