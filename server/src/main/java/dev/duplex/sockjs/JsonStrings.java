package dev.duplex.sockjs;

import dev.duplex.Message;
import dev.duplex.websocket.frame.Utf8Validator;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The messages that a client sends: a JSON array of strings, or by WebSocket one string (RFC 8259). All of it is
/// checked first, so that nothing of a broken text is taken; the messages are then made one by one, so
/// that many small ones do not take many times their bytes at once.
///
/// Strict: nothing but strings in the array, no controls inside of strings. An escaped surrogate
/// without its other half becomes U+FFFD: text messages are UTF-8, whatever carries them.
final class JsonStrings implements Iterator<Message> {
    private static final int REPLACEMENT = 0xFFFD;

    private final byte[] json;

    /// Where the next string begins, behind its quote; -1: there is none.
    private int next;

    private JsonStrings(byte[] json, int first) {
        this.json = json;
        next = first;
    }

    /// Empty if `json` is not what a client may send.
    ///
    /// @param alone whether one string may stand there without an array
    static Optional<JsonStrings> parse(byte[] json, boolean alone) {
        Utf8Validator utf8 = new Utf8Validator();
        if (!utf8.validate(ByteBuffer.wrap(json), 0, json.length) || !utf8.complete()) {
            return Optional.empty();
        }
        int at = skipSpace(json, 0);
        if (at == json.length) {
            return Optional.empty();
        }
        int first;
        int end;
        if (alone && json[at] == '"') {
            first = at + 1;
            end = endOfString(json, first);
        } else if (json[at] == '[') {
            int inside = skipSpace(json, at + 1);
            first = inside < json.length && json[inside] == '"' ? inside + 1 : -1;
            end = endOfArray(json, inside);
        } else {
            return Optional.empty();
        }
        return end >= 0 && skipSpace(json, end) == json.length
                ? Optional.of(new JsonStrings(json, first))
                : Optional.empty();
    }

    // --- checking

    /// @param at behind the bracket and space
    /// @return where the array ends, behind its bracket; -1 if it is broken
    private static int endOfArray(byte[] json, int at) {
        if (at < json.length && json[at] == ']') {
            return at + 1;
        }
        int now = at;
        while (now < json.length && json[now] == '"') {
            now = endOfString(json, now + 1);
            if (now < 0) {
                return -1;
            }
            now = skipSpace(json, now);
            if (now == json.length || (json[now] != ',' && json[now] != ']')) {
                return -1;
            }
            if (json[now] == ']') {
                return now + 1;
            }
            now = skipSpace(json, now + 1);
        }
        return -1;
    }

    /// @param at behind the opening quote
    /// @return where the string ends, behind its quote; -1 if it is broken
    private static int endOfString(byte[] json, int at) {
        int now = at;
        while (now < json.length) {
            byte b = json[now];
            if (b == '"') {
                return now + 1;
            } else if (b == '\\') {
                now = endOfEscape(json, now + 1);
                if (now < 0) {
                    return -1;
                }
            } else if (b >= 0 && b < 0x20) {
                return -1;
            } else {
                now++;
            }
        }
        return -1;
    }

    /// @param at behind the backslash
    private static int endOfEscape(byte[] json, int at) {
        if (at == json.length) {
            return -1;
        }
        return switch (json[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> hex(json, at + 1) >= 0 ? at + 5 : -1;
            default -> -1;
        };
    }

    /// The value of four hexadecimal digits; -1 if they are not there.
    private static int hex(byte[] json, int at) {
        if (at + 4 > json.length) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private static int skipSpace(byte[] json, int at) {
        int now = at;
        while (now < json.length
                && (json[now] == ' '
                        || json[now] == '\t'
                        || json[now] == '\n'
                        || json[now] == '\r')) {
            now++;
        }
        return now;
    }

    // --- taking

    @Override
    public boolean hasNext() {
        return next >= 0;
    }

    @Override
    public Message next() {
        if (next < 0) {
            throw new NoSuchElementException();
        }
        int at = next;
        boolean plain = true;
        int end = at;
        while (json[end] != '"') {
            boolean escape = json[end] == '\\';
            plain &= !escape;
            end += escape ? 2 : 1;
        }
        byte[] text = plain ? Arrays.copyOfRange(json, at, end) : unescape(at, end);
        int behind = skipSpace(json, end + 1);
        next = behind < json.length && json[behind] == ',' ? skipSpace(json, behind + 1) + 1 : -1;
        return Message.text(text);
    }

    /// An escape is never shorter than what it stands for, so that the text fits where it was.
    private byte[] unescape(int from, int to) {
        byte[] out = new byte[to - from];
        int size = 0;
        int at = from;
        while (at < to) {
            byte b = json[at];
            if (b != '\\') {
                out[size++] = b;
                at++;
                continue;
            }
            byte kind = json[at + 1];
            at += 2;
            if (kind != 'u') {
                out[size++] = simple(kind);
                continue;
            }
            int c = hex(json, at);
            at += 4;
            if (Character.isHighSurrogate((char) c)
                    && at + 6 <= to
                    && json[at] == '\\'
                    && json[at + 1] == 'u'
                    && Character.isLowSurrogate((char) hex(json, at + 2))) {
                c = Character.toCodePoint((char) c, (char) hex(json, at + 2));
                at += 6;
            } else if (Character.isSurrogate((char) c)) {
                c = REPLACEMENT;
            }
            size = put(out, size, c);
        }
        return Arrays.copyOf(out, size);
    }

    private static byte simple(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    /// Writes a code point as UTF-8 (RFC 3629 §3).
    private static int put(byte[] out, int at, int c) {
        int to = at;
        if (c < 0x80) {
            out[to++] = (byte) c;
        } else if (c < 0x800) {
            out[to++] = (byte) (0xC0 | (c >> 6));
            out[to++] = (byte) (0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            out[to++] = (byte) (0xE0 | (c >> 12));
            out[to++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            out[to++] = (byte) (0x80 | (c & 0x3F));
        } else {
            out[to++] = (byte) (0xF0 | (c >> 18));
            out[to++] = (byte) (0x80 | ((c >> 12) & 0x3F));
            out[to++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            out[to++] = (byte) (0x80 | (c & 0x3F));
        }
        return to;
    }
}
