package dev.duplex.app.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Collects the head of an HTTP/1.1 message up to its empty line, and looks fields up in it. Lenient:
/// the server itself judges whether the head is well-formed.
public final class Head {
    /// How far a head has come.
    public enum Progress {
        INCOMPLETE,
        COMPLETE,
        /// Over [WireTrace#MAX_HEAD_BYTES].
        TOO_LONG
    }

    private static final int FIRST_CAPACITY = 1024;
    private static final int END = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;
    private int lastFour;

    /// Takes what belongs to the head out of `in`, and leaves what follows it.
    public Progress read(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (length == WireTrace.MAX_HEAD_BYTES) {
                return Progress.TOO_LONG;
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, WireTrace.MAX_HEAD_BYTES));
            }
            byte next = in.get();
            bytes[length++] = next;
            lastFour = lastFour << 8 | (next & 0xFF);
            if (lastFour == END) {
                return Progress.COMPLETE;
            }
        }
        return Progress.INCOMPLETE;
    }

    /// The head as it came, each byte a character.
    String text() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// The head as a page may see it: without the values of cookies, of this host's other services
    /// among them, and without credentials.
    String textWithoutSecrets() {
        String shown = text().lines().map(Head::withoutSecrets).collect(Collectors.joining("\r\n"));
        return shown + "\r\n";
    }

    private static String withoutSecrets(String line) {
        int colon = line.indexOf(':');
        return switch (colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "cookie" ->
                    Stream.of(line.substring(colon + 1).split(";", -1))
                            .map(pair -> pair.substring(0, pair.indexOf('=') + 1) + "…")
                            .collect(Collectors.joining(";", line.substring(0, colon + 1), ""));
            case "set-cookie", "authorization", "proxy-authorization" ->
                    line.substring(0, colon + 1) + " …";
            default -> line;
        };
    }

    /// The request line or status line.
    public String firstLine() {
        return text().lines().findFirst().orElse("");
    }

    /// The values of a field, by its name in any case, in the order of the lines.
    List<String> all(String name) {
        return text().lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /// The first value of a field, or `""`.
    public String first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? "" : values.getFirst();
    }
}
