package dev.duplex.json;

/// Checks UTF-8 (RFC 3629 §4). Not every transport has done it, and the JSON parser lets some of what is forbidden pass
/// within payloads, from where it would come to other clients.
public final class Utf8 {
    private Utf8() {}

    /// @return whether it is UTF-8 without a zero byte or a byte order mark, which would have the JSON parser
    ///     guess another encoding
    static boolean isText(byte[] bytes, int offset, int length) {
        if (length >= 3
                && bytes[offset] == (byte) 0xEF
                && bytes[offset + 1] == (byte) 0xBB
                && bytes[offset + 2] == (byte) 0xBF) {
            return false;
        }
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        return isValid(bytes, offset, length);
    }

    /// Whether `length` bytes from `offset` are UTF-8.
    public static boolean isValid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            int lead = bytes[i++];
            if (lead >= 0) {
                continue;
            }
            lead &= 0xFF;
            int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
            if (lead < 0xC2 || lead > 0xF4 || end - i < more || !second(lead, bytes[i] & 0xFF)) {
                return false;
            }
            for (int k = 1; k < more; k++) {
                if ((bytes[i + k] & 0xC0) != 0x80) {
                    return false;
                }
            }
            i += more;
        }
        return true;
    }

    /// Whether a text can be written in UTF-8: it has no half of a surrogate pair. Two texts that have one would be the same.
    public static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length()
                        || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /// @return whether this second byte may follow: no longer form than needed, no surrogate, nothing above U+10FFFF
    private static boolean second(int lead, int second) {
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return second >= least && second <= most;
    }
}
