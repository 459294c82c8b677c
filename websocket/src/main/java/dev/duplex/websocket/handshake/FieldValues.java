package dev.duplex.websocket.handshake;

import java.util.ArrayList;
import java.util.List;

/// The lexical rules that the handshake's header fields share (RFC 9110 §5.6). All run in time
/// linear in their input.
final class FieldValues {
    private FieldValues() {}

    /// Whether `c` may stand in a token (RFC 9110 §5.6.2).
    static boolean isTokenChar(char c) {
        return switch (c) {
            case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~' -> true;
            default -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        };
    }

    /// Whether `text` is a token: at least one character, and only such as a token has.
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }

    /// `value` without optional whitespace around it: spaces and tabs, nothing else (RFC 9110 §5.6.3).
    static String trim(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isWhitespace(value.charAt(start))) {
            start++;
        }
        while (end > start && isWhitespace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    /// The elements of a comma-separated field on one or several lines, empty ones left out
    /// (RFC 9110 §5.6.1.2). Only for fields whose elements have no quoted strings.
    static List<String> elements(List<String> lines) {
        List<String> elements = new ArrayList<>();
        for (String line : lines) {
            int start = 0;
            while (start <= line.length()) {
                int comma = line.indexOf(',', start);
                int end = comma < 0 ? line.length() : comma;
                String element = trim(line.substring(start, end));
                if (!element.isEmpty()) {
                    elements.add(element);
                }
                start = end + 1;
            }
        }
        return elements;
    }

    /// Whether a comma-separated field has `word` among its elements, regardless of ASCII case.
    static boolean listContains(List<String> lines, String word) {
        return elements(lines).stream().anyMatch(element -> equalsIgnoringAsciiCase(element, word));
    }

    /// Equality that folds A–Z only. `String.equalsIgnoreCase` folds more: a long s (U+017F) in
    /// "webſocket" would count as an s.
    static boolean equalsIgnoringAsciiCase(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        for (int i = 0; i < a.length(); i++) {
            if (lowerCase(a.charAt(i)) != lowerCase(b.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
