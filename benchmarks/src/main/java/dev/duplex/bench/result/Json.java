package dev.duplex.bench.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Results as JSON. What is not known is refused; what is empty is left out.
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .changeDefaultPropertyInclusion(
                            it -> it.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                    .build();

    private Json() {}

    public static String write(Results results) {
        return MAPPER.writeValueAsString(results) + "\n";
    }

    /// @throws tools.jackson.core.JacksonException if it is none
    public static Results read(String json) {
        return MAPPER.readValue(json, Results.class);
    }

    /// @throws UncheckedIOException if the file cannot be read
    public static Results read(Path file) {
        try {
            return read(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
