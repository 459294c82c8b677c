package dev.duplex.json;

import java.nio.charset.StandardCharsets;

/// Writes strings (RFC 8259 §7) in UTF-8, with no more escapes than needed. Half of a surrogate pair, which has no bytes in UTF-8, is written as its
/// escape.
public final class JsonString {
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final int ESCAPE = 6;

    private JsonString() {}

    /// A string with this text, its quotes included.
    ///
    /// @param utf8 the text
    /// @throws IllegalArgumentException if it is not in UTF-8
    public static byte[] quoted(byte[] utf8) {
        if (!Utf8.isValid(utf8, 0, utf8.length)) {
            throw new IllegalArgumentException("a text for a JSON string is not in UTF-8");
        }
        long size = 2;
        for (byte b : utf8) {
            size += b < 0 ? 1 : width(b);
        }
        byte[] out = new byte[Math.toIntExact(size)];
        out[0] = '"';
        if (size == utf8.length + 2L) {
            System.arraycopy(utf8, 0, out, 1, utf8.length);
        } else {
            int at = 1;
            for (byte b : utf8) {
                at = b < 0 ? put(out, at, b) : ascii(out, at, (char) b);
            }
        }
        out[out.length - 1] = '"';
        return out;
    }

    /// A string with this text, its quotes included.
    public static String quoted(String text) {
        byte[] out = new byte[size(text)];
        write(text, out, 0);
        return new String(out, StandardCharsets.UTF_8);
    }

    /// How many bytes [#write] writes.
    public static int size(String text) {
        long size = 2;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                size += width(c);
            } else if (c < 0x800) {
                size += 2;
            } else if (!Character.isSurrogate(c)) {
                size += 3;
            } else if (isPair(text, i)) {
                size += 4;
                i++;
            } else {
                size += ESCAPE;
            }
        }
        return Math.toIntExact(size);
    }

    /// Writes a string with this text, its quotes included, into `out` from `at` on, where there is room for it.
    ///
    /// @return where it ends
    public static int write(String text, byte[] out, int at) {
        int to = put(out, at, '"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                to = ascii(out, to, c);
            } else if (c < 0x800) {
                to = put(out, to, 0xC0 | (c >> 6));
                to = put(out, to, 0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                to = put(out, to, 0xE0 | (c >> 12));
                to = put(out, to, 0x80 | ((c >> 6) & 0x3F));
                to = put(out, to, 0x80 | (c & 0x3F));
            } else if (isPair(text, i)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                to = put(out, to, 0xF0 | (point >> 18));
                to = put(out, to, 0x80 | ((point >> 12) & 0x3F));
                to = put(out, to, 0x80 | ((point >> 6) & 0x3F));
                to = put(out, to, 0x80 | (point & 0x3F));
            } else {
                to = escape(out, to, c);
            }
        }
        return put(out, to, '"');
    }

    private static boolean isPair(String text, int i) {
        return i + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }

    /// How many bytes a character of ASCII takes.
    private static int width(int c) {
        if (c >= 0x20) {
            return c == '"' || c == '\\' ? 2 : 1;
        }
        return c == '\n' || c == '\r' || c == '\t' ? 2 : ESCAPE;
    }

    private static int ascii(byte[] out, int at, char c) {
        if (c >= 0x20 && c != '"' && c != '\\') {
            return put(out, at, c);
        }
        return switch (c) {
            case '"', '\\' -> put(out, put(out, at, '\\'), c);
            case '\n' -> put(out, put(out, at, '\\'), 'n');
            case '\r' -> put(out, put(out, at, '\\'), 'r');
            case '\t' -> put(out, put(out, at, '\\'), 't');
            default -> escape(out, at, c);
        };
    }

    private static int escape(byte[] out, int at, char c) {
        out[at] = '\\';
        out[at + 1] = 'u';
        out[at + 2] = HEX[(c >> 12) & 15];
        out[at + 3] = HEX[(c >> 8) & 15];
        out[at + 4] = HEX[(c >> 4) & 15];
        out[at + 5] = HEX[c & 15];
        return at + ESCAPE;
    }

    private static int put(byte[] out, int at, int value) {
        out[at] = (byte) value;
        return at + 1;
    }
}
