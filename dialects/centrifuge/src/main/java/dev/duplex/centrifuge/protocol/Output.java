package dev.duplex.centrifuge.protocol;

import dev.duplex.json.JsonString;
import java.util.Arrays;

/// Bytes that grow: what the writers write to.
final class Output {
    private static final int INITIAL_BYTES = 256;

    /// Room for what follows a payload, which is often the last that is large.
    private static final int SLACK_BYTES = 64;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    int length() {
        return length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /// Sees that `count` more fit.
    void ensure(int count) {
        if (bytes.length - length < count) {
            bytes =
                    Arrays.copyOf(
                            bytes,
                            Math.max(
                                    Math.addExact(length, count + SLACK_BYTES),
                                    (int) Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length)));
        }
    }

    void put(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    void put(byte[] source) {
        put(source, 0, source.length);
    }

    void put(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /// Puts characters that are all ASCII.
    void ascii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /// Puts a JSON string.
    void quoted(String text) {
        ensure(JsonString.size(text));
        length = JsonString.write(text, bytes, length);
    }

    /// Moves all bytes from `position` on by `count` and leaves a gap.
    ///
    /// @return the array, to fill the gap
    byte[] insert(int position, int count) {
        ensure(count);
        System.arraycopy(bytes, position, bytes, position + count, length - position);
        length += count;
        return bytes;
    }

    void set(int position, int value) {
        bytes[position] = (byte) value;
    }
}
