package dev.duplex.centrifuge.protocol;

import dev.duplex.json.JsonString;
import dev.duplex.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A payload that the protocol carries and does not look into: bytes that do not change.
///
/// In a JSON connection they are the text of one JSON value, in a Protobuf connection whatever the program
/// likes. No payload at all is `EMPTY`; in JSON that is a field that is not there.
public final class Data {
    public static final Data EMPTY = new Data(new byte[0]);

    private final byte[] bytes;

    private Data(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @return these bytes, copied
    public static Data copyOf(byte[] bytes) {
        return copyOf(bytes, 0, bytes.length);
    }

    /// @return `length` bytes from `offset`, copied
    public static Data copyOf(byte[] bytes, int offset, int length) {
        return length == 0 ? EMPTY : new Data(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /// @return the text's UTF-8
    public static Data utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /// @param bytes which nobody changes from now on
    static Data wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Data(bytes);
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    /// Whether the bytes are UTF-8.
    public boolean isUtf8() {
        return Utf8.isValid(bytes, 0, bytes.length);
    }

    /// @return a JSON string with these bytes as its text, which is what stands for a payload where JSON clients have agreed on deltas, whole or not
    /// @throws IllegalArgumentException if they are not UTF-8
    public Data quoted() {
        return wrap(JsonString.quoted(bytes));
    }

    /// @return the bytes as UTF-8
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// @return the array itself, which must not be changed
    byte[] array() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Data data && Arrays.equals(bytes, data.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// For people: the length, not the content, which may be private.
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
