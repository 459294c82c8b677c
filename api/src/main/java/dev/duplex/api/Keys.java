package dev.duplex.api;

import dev.duplex.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The keys that open the API. Kept as digests, and compared without letting the time tell how much of one was right.
final class Keys {
    private final List<byte[]> digests;

    Keys(List<String> keys) {
        digests = keys.stream().map(Keys::digest).toList();
    }

    boolean isEmpty() {
        return digests.isEmpty();
    }

    /// Whether the request shows one of the keys, in one of the three places where clients put it.
    boolean open(Request request) {
        boolean scheme = isKey(authorization(request));
        boolean field = isKey(request.headers().first("X-API-Key"));
        boolean query = isKey(request.query("api_key"));
        return scheme || field || query;
    }

    /// `Authorization: apikey KEY`.
    private static Optional<String> authorization(Request request) {
        return request.headers()
                .first("Authorization")
                .map(it -> it.strip().split("\\s+", 2))
                .filter(it -> it.length == 2 && it[0].toLowerCase(Locale.ROOT).equals("apikey"))
                .map(it -> it[1]);
    }

    private boolean isKey(Optional<String> shown) {
        if (shown.isEmpty()) {
            return false;
        }
        byte[] digest = digest(shown.get());
        boolean found = false;
        for (byte[] key : digests) {
            found |= MessageDigest.isEqual(key, digest);
        }
        return found;
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
