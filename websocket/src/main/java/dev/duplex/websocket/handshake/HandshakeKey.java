package dev.duplex.websocket.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// The client's nonce and the server's answer to it (RFC 6455 §1.3).
final class HandshakeKey {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int NONCE_BYTES = 16;
    private static final int ENCODED_LENGTH = 24;

    private HandshakeKey() {}

    /// A new key: 16 random bytes in base64 (RFC 6455 §4.1, item 7).
    static String random(RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /// Whether `key` is 16 bytes in base64, padded as base64 has it (RFC 6455 §4.2.1, item 5).
    static boolean isValid(String key) {
        if (key.length() != ENCODED_LENGTH) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(key).length == NONCE_BYTES;
        } catch (IllegalArgumentException _) {
            return false; // The JDK has no other way to ask whether a string is base64.
        }
    }

    /// The value of `Sec-WebSocket-Accept` that answers `key` (RFC 6455 §4.2.2, item 5.4).
    static String accept(String key) {
        byte[] text = (key + GUID).getBytes(StandardCharsets.ISO_8859_1);
        return Base64.getEncoder().encodeToString(sha1().digest(text));
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-1", e);
        }
    }
}
