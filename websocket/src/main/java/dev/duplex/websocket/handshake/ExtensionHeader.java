package dev.duplex.websocket.handshake;

import dev.duplex.websocket.handshake.Extension.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `Sec-WebSocket-Extensions` field: reading and writing it (RFC 6455 §9.1, with the list and
/// whitespace rules of RFC 9110 §5.6).
public final class ExtensionHeader {
    /// The most extensions and parameters, counted together, that one header may name.
    public static final int MAX_ELEMENTS = 64;

    private ExtensionHeader() {}

    /// Reads the field's lines as one list, in time linear in their length.
    ///
    /// Whitespace may stand around every separator, `=` included (RFC 6455 §4.3 has the implied
    /// whitespace of RFC 2616). A quoted value must be a token once its quotes and escapes are gone.
    ///
    /// @param lines the values of all lines of that name; none at all is an empty list
    /// @return the extensions; empty when a line breaks the grammar, when there are lines but no
    ///     extension, or when there are more than [#MAX_ELEMENTS]
    public static Optional<List<Extension>> parse(List<String> lines) {
        List<Extension> extensions = new ArrayList<>();
        int elements = 0;
        for (String line : lines) {
            Cursor cursor = new Cursor(line);
            while (cursor.skipEmptyElements()) {
                @Nullable Extension extension = cursor.extension(MAX_ELEMENTS - elements);
                if (extension == null) {
                    return Optional.empty();
                }
                extensions.add(extension);
                elements += 1 + extension.parameters().size();
            }
        }
        boolean fieldWithoutElements = extensions.isEmpty() && !lines.isEmpty();
        return fieldWithoutElements ? Optional.empty() : Optional.of(List.copyOf(extensions));
    }

    /// One extension as it is written on the wire; values stand unquoted, being tokens.
    ///
    /// @throws IllegalArgumentException if a name or a value is not a token
    public static String format(Extension extension) {
        StringBuilder text = new StringBuilder(requireToken(extension.name()));
        for (Parameter parameter : extension.parameters()) {
            text.append("; ").append(requireToken(parameter.name()));
            parameter.value().ifPresent(value -> text.append('=').append(requireToken(value)));
        }
        return text.toString();
    }

    private static String requireToken(String text) {
        if (!FieldValues.isToken(text)) {
            throw new IllegalArgumentException("not a token (RFC 9110 section 5.6.2): " + text);
        }
        return text;
    }

    /// A place in one line. Its methods answer null where the grammar is broken.
    private static final class Cursor {
        private final String line;
        private int at;

        Cursor(String line) {
            this.line = line;
        }

        /// Moves to the next element that is not empty; false at the end of the line.
        boolean skipEmptyElements() {
            while (at < line.length()
                    && (line.charAt(at) == ',' || FieldValues.isWhitespace(line.charAt(at)))) {
                at++;
            }
            return at < line.length();
        }

        /// `token *( ";" parameter )`, up to a comma or the end.
        ///
        /// @param limit how many elements are left for the name and its parameters
        @Nullable Extension extension(int limit) {
            @Nullable String name = limit < 1 ? null : token();
            if (name == null) {
                return null;
            }
            List<Parameter> parameters = new ArrayList<>();
            while (skip(';')) {
                @Nullable Parameter parameter = parameters.size() + 1 < limit ? parameter() : null;
                if (parameter == null) {
                    return null;
                }
                parameters.add(parameter);
            }
            return at == line.length() || skip(',') ? new Extension(name, parameters) : null;
        }

        /// `token [ "=" ( token | quoted-string ) ]`
        private @Nullable Parameter parameter() {
            @Nullable String name = token();
            if (name == null) {
                return null;
            }
            if (!skip('=')) {
                return new Parameter(name, Optional.empty());
            }
            @Nullable String value = skip('"') ? quoted() : token();
            return value == null ? null : new Parameter(name, Optional.of(value));
        }

        private @Nullable String token() {
            skipWhitespace();
            int start = at;
            while (at < line.length() && FieldValues.isTokenChar(line.charAt(at))) {
                at++;
            }
            return at == start ? null : line.substring(start, at);
        }

        /// What follows an opening quote, up to the closing one.
        private @Nullable String quoted() {
            StringBuilder value = new StringBuilder();
            while (at < line.length()) {
                char c = line.charAt(at++);
                if (c == '"') {
                    return value.isEmpty() ? null : value.toString();
                }
                if (c == '\\' && at < line.length()) {
                    c = line.charAt(at++);
                }
                if (!FieldValues.isTokenChar(c)) {
                    return null;
                }
                value.append(c);
            }
            return null;
        }

        /// Skips whitespace, then `separator` if it stands there.
        private boolean skip(char separator) {
            skipWhitespace();
            boolean found = at < line.length() && line.charAt(at) == separator;
            if (found) {
                at++;
            }
            return found;
        }

        private void skipWhitespace() {
            while (at < line.length() && FieldValues.isWhitespace(line.charAt(at))) {
                at++;
            }
        }
    }
}
