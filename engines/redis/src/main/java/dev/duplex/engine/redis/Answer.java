package dev.duplex.engine.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a script has answered: a list of numbers, texts and lists.
record Answer(List<?> values) {
    int size() {
        return values.size();
    }

    byte[] bytes(int at) {
        return (byte[]) values.get(at);
    }

    String text(int at) {
        return new String(bytes(at), StandardCharsets.UTF_8);
    }

    /// A number, or a text that is one.
    long number(int at) {
        return values.get(at) instanceof Long number ? number : Long.parseLong(text(at));
    }

    Answer list(int at) {
        return new Answer((List<?>) values.get(at));
    }
}
