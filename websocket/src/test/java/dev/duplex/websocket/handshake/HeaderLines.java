package dev.duplex.websocket.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A header section written as its lines, `Name: value` each.
record HeaderLines(List<String> lines) implements HeaderLookup {
    static HeaderLines of(String... lines) {
        return new HeaderLines(List.of(lines));
    }

    static HeaderLines of(List<HeaderField> fields) {
        return new HeaderLines(
                fields.stream().map(field -> field.name() + ": " + field.value()).toList());
    }

    HeaderLines without(String name) {
        return new HeaderLines(lines.stream().filter(line -> !hasName(line, name)).toList());
    }

    HeaderLines with(String line) {
        List<String> more = new ArrayList<>(lines);
        more.add(line);
        return new HeaderLines(more);
    }

    /// With `value` instead of what `name` had.
    HeaderLines with(String name, String value) {
        return without(name).with(name + ": " + value);
    }

    @Override
    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> hasName(line, name))
                .map(line -> line.substring(name.length() + 1))
                .toList();
    }

    private static boolean hasName(String line, String name) {
        return line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
    }
}
