package dev.duplex;

import java.nio.charset.StandardCharsets;

/// Why a session ends: a code and a text (RFC 6455 §7.1.5, §7.1.6).
///
/// @param code 1000 or any other code; 1005 says that the peer's Close had none, 1006 that there was
///     no Close at all
/// @param reason for people, perhaps empty; at most 123 bytes of UTF-8
public record CloseReason(int code, String reason) {
    /// 1000, without a word.
    public static final CloseReason NORMAL = new CloseReason(1000, "");

    /// 1001: the server stops, or the page is left.
    public static final CloseReason GOING_AWAY = new CloseReason(1001, "");

    /// The most bytes a reason may have: what a control frame leaves beside the code (§5.5).
    public static final int MAX_REASON_BYTES = 123;

    /// @throws IllegalArgumentException if the code is outside 1000–4999 or the reason too long
    public CloseReason {
        if (code < 1000 || code > 4999) {
            throw new IllegalArgumentException("close code " + code + " is not in 1000..4999");
        }
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_REASON_BYTES) {
            throw new IllegalArgumentException(
                    "close reason has " + bytes + " bytes, the most is " + MAX_REASON_BYTES);
        }
    }
}
