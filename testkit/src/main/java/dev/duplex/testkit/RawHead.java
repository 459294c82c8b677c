package dev.duplex.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The head of an HTTP/1.1 response, as it came.
///
/// @param statusLine the first line, without its end
/// @param fields each header line's name, as sent, and value, trimmed, in their order
public record RawHead(String statusLine, List<Map.Entry<String, String>> fields) {
    /// Takes a head apart.
    ///
    /// @throws AssertionError if it does not look like one
    static RawHead parse(String head) {
        List<String> lines = List.of(head.split("\r\n", -1));
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new AssertionError("not a header line (RFC 9112 §5): " + line);
            }
            fields.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new RawHead(lines.getFirst(), List.copyOf(fields));
    }

    /// The status code, or 0 if the status line has none.
    public int status() {
        return statusLine.matches("HTTP/1\\.1 [1-5][0-9][0-9]( .*)?")
                ? Integer.parseInt(statusLine.substring(9, 12))
                : 0;
    }

    /// Every value of a field, its name compared regardless of case.
    public List<String> all(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return fields.stream()
                .filter(field -> field.getKey().toLowerCase(Locale.ROOT).equals(wanted))
                .map(Map.Entry::getValue)
                .toList();
    }

    /// The first value of a field.
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder(statusLine);
        fields.forEach(field ->
                lines.append(" | ").append(field.getKey()).append(": ").append(field.getValue()));
        return lines.toString();
    }
}
