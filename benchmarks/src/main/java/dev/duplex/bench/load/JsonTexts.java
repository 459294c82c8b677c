package dev.duplex.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// Reads arrays of JSON strings in which nothing had to be escaped, as the load's messages do not.
final class JsonTexts {
    private JsonTexts() {}

    /// Gives each text of the array that `bytes` holds from `from` to `to`, brackets included.
    ///
    /// @throws LoadException if it holds anything else
    static void read(byte[] bytes, int from, int to, Consumer<byte[]> text) {
        if (to - from < 2 || bytes[from] != '[' || bytes[to - 1] != ']') {
            throw refused(bytes);
        }
        int at = from + 1;
        while (at < to - 1) {
            if ((at > from + 1 && bytes[at++] != ',') || bytes[at++] != '"') {
                throw refused(bytes);
            }
            int start = at;
            while (bytes[at] != '"') {
                if (bytes[at] == '\\' || at == to - 1) {
                    throw refused(bytes);
                }
                at++;
            }
            text.accept(Arrays.copyOfRange(bytes, start, at++));
        }
    }

    private static LoadException refused(byte[] bytes) {
        return new LoadException("no array of plain texts: " + show(bytes));
    }

    /// The begin of something, for people.
    static String show(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.UTF_8);
    }
}
