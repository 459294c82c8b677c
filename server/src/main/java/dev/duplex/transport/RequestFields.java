package dev.duplex.transport;

import dev.duplex.http.Headers;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The header fields of a request, over Netty's.
record RequestFields(HttpHeaders fields) implements Headers {
    @Override
    public Optional<String> first(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    @Override
    public List<String> all(String name) {
        return List.copyOf(fields.getAll(name));
    }

    @Override
    public List<String> names() {
        TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, String> field : fields) {
            if (seen.add(field.getKey())) {
                names.add(field.getKey());
            }
        }
        return names;
    }

    /// Whether one of the field's values, read as a comma-separated list, has this token.
    static boolean hasToken(HttpHeaders fields, CharSequence name, String token) {
        for (String value : fields.getAll(name)) {
            for (String part : value.split(",", -1)) {
                if (part.strip().toLowerCase(Locale.ROOT).equals(token)) {
                    return true;
                }
            }
        }
        return false;
    }
}
