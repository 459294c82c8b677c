package dev.duplex.verify.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An event of an event stream (HTML Standard §9.2.6).
///
/// @param name `message` if it has none of its own
/// @param id the last that was given, here or before; empty if there was none
record ServerEvent(String name, String id, String data) {
    /// Reads them.
    static final class Reader {
        private final Lines lines;
        private String id = "";

        Reader(Lines lines) {
            this.lines = lines;
        }

        /// The next event that has data, or a name; empty at the end.
        Optional<ServerEvent> next() throws IOException {
            String name = "";
            StringBuilder data = new StringBuilder();
            boolean any = false;
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                String text = new String(line.get(), StandardCharsets.UTF_8);
                if (text.isEmpty()) {
                    if (any) {
                        return Optional.of(
                                new ServerEvent(
                                        name.isEmpty() ? "message" : name,
                                        id,
                                        data.isEmpty() ? "" : data.substring(1)));
                    }
                    continue;
                }
                int colon = text.indexOf(':');
                String field = colon < 0 ? text : text.substring(0, colon);
                String value = colon < 0 ? "" : text.substring(colon + 1);
                value = value.startsWith(" ") ? value.substring(1) : value;
                switch (field) {
                    case "data" -> {
                        data.append('\n').append(value);
                        any = true;
                    }
                    case "event" -> {
                        name = value;
                        any = true;
                    }
                    case "id" -> id = value;
                    default -> {
                        // A comment, or `retry`: how long to wait is this program's to say.
                    }
                }
            }
            return Optional.empty();
        }
    }
}
