package dev.duplex.sockjs;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Writes UTF-8 text as a JSON string (RFC 8259 §7), with every character escaped that the protocol
/// names: browsers change some of those on the way (`JSONEncoding`: controls, U+200C–200F,
/// U+2028–202F, U+2060–206F, U+FFF0–FFFF). Works on bytes: most of a text is copied as it is.
final class JsonString {
    /// A byte that is escaped by itself.
    private static final byte ESCAPED = 1;

    /// The first byte of three, of which some are escaped.
    private static final byte LEAD = 2;

    /// What each byte is; 0: one that is copied as it is.
    private static final byte[] KINDS = new byte[256];

    private static final byte[][] ESCAPES = new byte[128][];
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int ESCAPE_BYTES = 6;

    static {
        for (int c = 0; c < 0x20; c++) {
            escape(c, "\\u00" + HexFormat.of().toHexDigits((byte) c));
        }
        escape('\b', "\\b");
        escape('\t', "\\t");
        escape('\n', "\\n");
        escape('\f', "\\f");
        escape('\r', "\\r");
        escape('"', "\\\"");
        escape('\\', "\\\\");
        // Only inside of scripts: a message must not end the element that it is in.
        ESCAPES['<'] = "\\u003c".getBytes(StandardCharsets.US_ASCII);
        KINDS[0xE2] = LEAD;
        KINDS[0xEF] = LEAD;
    }

    private JsonString() {}

    private static void escape(int c, String as) {
        KINDS[c] = ESCAPED;
        ESCAPES[c] = as.getBytes(StandardCharsets.US_ASCII);
    }

    /// The text as a JSON string, with its quotes.
    ///
    /// @param utf8 must be UTF-8
    static byte[] quote(byte[] utf8) {
        return quote(utf8, false);
    }

    /// The text as a string literal for a script inside of HTML: `<` is escaped too.
    static byte[] quoteForScript(byte[] utf8) {
        return quote(utf8, true);
    }

    private static byte[] quote(byte[] utf8, boolean script) {
        byte[] out = new byte[length(utf8, script) + 2];
        out[0] = '"';
        int to = 1;
        for (int at = 0; at < utf8.length; at++) {
            byte b = utf8[at];
            if (isEscapedAlone(b, script)) {
                byte[] escape = ESCAPES[b];
                System.arraycopy(escape, 0, out, to, escape.length);
                to += escape.length;
            } else if (isEscapedWhole(utf8, at)) {
                int c = character(utf8, at);
                out[to++] = '\\';
                out[to++] = 'u';
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out[to++] = HEX[(c >> shift) & 0xF];
                }
                at += 2;
            } else {
                out[to++] = b;
            }
        }
        out[to] = '"';
        return out;
    }

    private static int length(byte[] utf8, boolean script) {
        int length = utf8.length;
        for (int at = 0; at < utf8.length; at++) {
            byte b = utf8[at];
            if (isEscapedAlone(b, script)) {
                length += ESCAPES[b].length - 1;
            } else if (isEscapedWhole(utf8, at)) {
                length += ESCAPE_BYTES - 3;
                at += 2;
            }
        }
        return length;
    }

    private static boolean isEscapedAlone(byte b, boolean script) {
        return KINDS[b & 0xFF] == ESCAPED || (script && b == '<');
    }

    private static boolean isEscapedWhole(byte[] utf8, int at) {
        if (KINDS[utf8[at] & 0xFF] != LEAD || at + 2 >= utf8.length) {
            return false;
        }
        int c = character(utf8, at);
        return (c >= 0x200C && c <= 0x200F)
                || (c >= 0x2028 && c <= 0x202F)
                || (c >= 0x2060 && c <= 0x206F)
                || c >= 0xFFF0;
    }

    private static int character(byte[] utf8, int at) {
        return ((utf8[at] & 0x0F) << 12) | ((utf8[at + 1] & 0x3F) << 6) | (utf8[at + 2] & 0x3F);
    }
}
