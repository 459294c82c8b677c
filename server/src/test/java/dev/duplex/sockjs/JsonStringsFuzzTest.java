package dev.duplex.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whatever a client sends as its messages, beside a reading of the same grammar that knows no
/// bytes: it works on the characters, one rule a method.
class JsonStringsFuzzTest {
    @FuzzTest
    void receiving(byte[] input) {
        Optional<List<String>> read =
                JsonStrings.parse(input, true)
                        .map(strings -> {
                            List<String> all = new ArrayList<>();
                            strings.forEachRemaining(message -> all.add(message.string()));
                            return all;
                        });
        assertThat(read).isEqualTo(expected(input));
        read.ifPresent(all -> all.forEach(JsonStringsFuzzTest::survives));
    }

    /// What is sent back is read as what it was.
    private static void survives(String text) {
        byte[] quoted = JsonString.quote(text.getBytes(StandardCharsets.UTF_8));
        assertThat(JsonStrings.parse(quoted, true).orElseThrow().next().string()).isEqualTo(text);
    }

    private static Optional<List<String>> expected(byte[] input) {
        try {
            return new Reference(
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(input))
                                    .toString())
                    .read();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static final class Reference {
        private final String json;
        private int at;

        Reference(String json) {
            this.json = json;
        }

        Optional<List<String>> read() {
            List<String> strings = new ArrayList<>();
            skipSpace();
            boolean fine = take('[') ? array(strings) : string(strings);
            skipSpace();
            return fine && at == json.length() ? Optional.of(strings) : Optional.empty();
        }

        private boolean array(List<String> strings) {
            skipSpace();
            if (take(']')) {
                return true;
            }
            do {
                skipSpace();
                if (!string(strings)) {
                    return false;
                }
                skipSpace();
            } while (take(','));
            return take(']');
        }

        private boolean string(List<String> strings) {
            if (!take('"')) {
                return false;
            }
            StringBuilder text = new StringBuilder();
            while (at < json.length() && json.charAt(at) != '"') {
                char c = json.charAt(at++);
                if (c < ' ') {
                    return false;
                }
                if (c == '\\') {
                    if (!escape(text)) {
                        return false;
                    }
                } else {
                    text.append(c);
                }
            }
            // Half a pair has no UTF-8; Java would write a question mark.
            String whole = text.toString();
            StringBuilder valid = new StringBuilder();
            whole.codePoints()
                    .forEach(c -> valid.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
            strings.add(valid.toString());
            return take('"');
        }

        private boolean escape(StringBuilder text) {
            if (at == json.length()) {
                return false;
            }
            char kind = json.charAt(at++);
            int simple = "\"\\/bfnrt".indexOf(kind);
            if (simple >= 0) {
                text.append("\"\\/\b\f\n\r\t".charAt(simple));
                return true;
            }
            if (kind != 'u' || at + 4 > json.length()) {
                return false;
            }
            String digits = json.substring(at, at + 4);
            at += 4;
            if (!digits.matches("[0-9a-fA-F]{4}")) {
                return false;
            }
            text.append((char) Integer.parseInt(digits, 16));
            return true;
        }

        private void skipSpace() {
            while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
                at++;
            }
        }

        private boolean take(char c) {
            boolean there = at < json.length() && json.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }
    }
}
