package dev.duplex.centrifuge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Payloads for JSON connections.
public final class Json {
    private Json() {}

    /// @param text of a JSON value
    /// @return it as a payload, its line breaks spaces; empty if it is not exactly one JSON value in UTF-8, nested no deeper
    ///     than `Codec.MAX_DEPTH`
    public static Optional<Data> payload(byte[] text) {
        return JsonReader.isValue(text)
                ? Optional.of(line(text, 0, text.length))
                : Optional.empty();
    }

    /// What stands for a payload where deltas are negotiated: JSON subscribers get whole payloads and deltas alike as strings.
    ///
    /// @param payload in UTF-8
    /// @return a JSON string with that text in it
    /// @throws IllegalArgumentException if it is not in UTF-8
    public static Data quoted(Data payload) {
        byte[] bytes = payload.array();
        if (!payload.isUtf8()) {
            throw new IllegalArgumentException("a payload for a JSON string is not in UTF-8");
        }
        Output out = new Output();
        JsonWriter.quoted(out, new String(bytes, StandardCharsets.UTF_8));
        return Data.wrap(out.toByteArray());
    }

    /// @return a copy of valid JSON, in one line
    static Data line(byte[] bytes, int from, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(bytes, from, copy, 0, length);
        for (int i = 0; i < length; i++) {
            if (copy[i] == '\n' || copy[i] == '\r') {
                copy[i] = ' ';
            }
        }
        return Data.wrap(copy);
    }
}
