package dev.duplex.conformance.sockjs;

import java.util.ArrayList;
import java.util.List;

/// As much of JSON (RFC 8259) as frames are made of: arrays of strings, and strings. Strict, so that
/// what the server sends is held to the letter.
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /// The strings of an array.
    static List<String> strings(String array) {
        Json json = new Json(array);
        List<String> strings = new ArrayList<>();
        json.take('[');
        if (json.peek() != ']') {
            strings.add(json.literal());
            while (json.peek() == ',') {
                json.take(',');
                strings.add(json.literal());
            }
        }
        json.take(']');
        json.ended();
        return strings;
    }

    /// The value of a string literal.
    static String string(String literal) {
        Json json = new Json(literal);
        String value = json.literal();
        json.ended();
        return value;
    }

    /// A string as a literal in which only what must be is escaped (§7).
    static String quoted(String value) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c < 0x20) {
                literal.append(escaped(c));
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }

    /// A UTF-16 code unit as six characters.
    static String escaped(int unit) {
        return "\\u%04x".formatted(unit);
    }

    private String literal() {
        take('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char c = next();
            if (c < 0x20) {
                throw wrong("§7: control characters MUST be escaped");
            }
            value.append(c == '\\' ? escape() : c);
        }
        take('"');
        return value.toString();
    }

    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw wrong("four hexadecimal digits");
                }
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> throw wrong("an escape");
        };
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private void take(char expected) {
        if (next() != expected) {
            throw wrong("'" + expected + "'");
        }
    }

    private void ended() {
        if (at != text.length()) {
            throw wrong("the end");
        }
    }

    private AssertionError wrong(String expected) {
        return new AssertionError("at " + at + " expected " + expected + ", in JSON: " + text);
    }
}
