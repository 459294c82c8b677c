package dev.duplex.sockjs;

import java.util.Arrays;
import java.util.Optional;

/// One field of an `application/x-www-form-urlencoded` body, on its bytes: what it carries may be
/// megabytes of JSON.
final class FormField {
    private FormField() {}

    /// The decoded value of the first field of that name; empty if there is none. What is no escape
    /// stays as it is.
    static Optional<byte[]> find(byte[] form, char name) {
        int at = 0;
        while (at < form.length) {
            int end = at;
            while (end < form.length && form[end] != '&') {
                end++;
            }
            if (end - at >= 2 && form[at] == name && form[at + 1] == '=') {
                return Optional.of(decode(form, at + 2, end));
            }
            at = end + 1;
        }
        return Optional.empty();
    }

    private static byte[] decode(byte[] form, int from, int to) {
        byte[] value = new byte[to - from];
        int size = 0;
        for (int at = from; at < to; at++) {
            byte b = form[at];
            if (b == '+') {
                value[size++] = ' ';
            } else if (b == '%' && at + 2 < to && hex(form, at) >= 0) {
                value[size++] = (byte) hex(form, at);
                at += 2;
            } else {
                value[size++] = b;
            }
        }
        return Arrays.copyOf(value, size);
    }

    private static int hex(byte[] form, int at) {
        int high = Character.digit(form[at + 1], 16);
        int low = Character.digit(form[at + 2], 16);
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }
}
