package dev.duplex.tokens;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// Keys for tests, made once.
enum Keys {
    RSA("RSA", 2048),
    OTHER_RSA("RSA", 2048),
    SHORT_RSA("RSA", 1024),
    P256("secp256r1", 0),
    P384("secp384r1", 0),
    P521("secp521r1", 0),
    ED25519("Ed25519", 0),
    OTHER_ED25519("Ed25519", 0),
    ED448("Ed448", 0);

    /// 64 bytes, enough for HS512.
    static final String SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @SuppressWarnings("ImmutableEnumChecker") // Key pairs have no setters.
    private final KeyPair pair;

    Keys(String kind, int bits) {
        try {
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance(kind.startsWith("sec") ? "EC" : kind);
            if (kind.startsWith("sec")) {
                generator.initialize(new ECGenParameterSpec(kind));
            } else if (bits > 0) {
                generator.initialize(bits);
            }
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    KeyPair pair() {
        return pair;
    }

    String publicPem() {
        return pem("PUBLIC KEY", pair.getPublic());
    }

    String privatePem() {
        return pem("PRIVATE KEY", pair.getPrivate());
    }

    private static String pem(String label, Key key) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END "
                + label
                + "-----\n";
    }
}
