package dev.duplex.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What the texts of the load are made of. Messages of different numbers differ, and each begins
/// with its number (behind what opens a string), so that an answer out of its place is seen.
public enum Content {
    /// Letters and blanks: one byte each.
    ASCII("The quick brown fox jumps over the lazy dog and runs away. "),
    /// Cyrillic, Chinese, Japanese, accents and a few symbols outside the basic plane: one to four
    /// bytes each, mostly two and three.
    MIXED("Съешь же ещё этих мягких булок. 敏捷的棕色狐狸跳过懒狗。 いろはにほへと Żółta jaźń 😀 "),
    /// Records as an application sends them; compresses well.
    JSON(
            "{\"user\":\"anna\",\"room\":\"lobby\",\"text\":\"hello there\",\"at\":1767225600,\"seen\":true},"),
    /// A string of JSON: letters and blanks in quotation marks.
    JSON_STRING(ASCII.unit) {
        @Override
        public byte[] message(int number, int size) {
            byte[] quoted = new byte[size];
            Arrays.fill(quoted, (byte) '"');
            System.arraycopy(ASCII.message(number, size - 2), 0, quoted, 1, size - 2);
            return quoted;
        }
    },
    /// Letters and blanks, published to the subject `all` in the protocol of NATS.
    NATS(ASCII.unit) {
        @Override
        public byte[] sent(byte[] message) {
            byte[] head =
                    "PUB all %d\r\n".formatted(message.length).getBytes(StandardCharsets.US_ASCII);
            byte[] sent = Arrays.copyOf(head, head.length + message.length + 2);
            System.arraycopy(message, 0, sent, head.length, message.length);
            sent[sent.length - 2] = '\r';
            sent[sent.length - 1] = '\n';
            return sent;
        }
    };

    private final String unit;

    Content(String unit) {
        this.unit = unit;
    }

    /// What is sent for a message: mostly that.
    public byte[] sent(byte[] message) {
        return message;
    }

    /// A text of exactly `size` bytes, at least 10 of them, which is valid UTF-8.
    public byte[] message(int number, int size) {
        byte[] start = "%07d ".formatted(number).getBytes(StandardCharsets.UTF_8);
        byte[] message = Arrays.copyOf(start, size);
        int at = start.length;
        for (int i = 0; at < size; i++) {
            int codePoint =
                    unit.codePointAt(
                            unit.offsetByCodePoints(0, i % unit.codePointCount(0, unit.length())));
            byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            if (at + bytes.length > size) {
                break;
            }
            System.arraycopy(bytes, 0, message, at, bytes.length);
            at += bytes.length;
        }
        Arrays.fill(message, at, size, (byte) '.');
        return message;
    }
}
