package dev.duplex.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A key that tokens are verified by, and the algorithms that it verifies: those of its own kind only, so that a public key is never
/// taken for a secret. Threads may share it.
record VerificationKey(Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {
    /// RFC 7518 §3.2: as long as the hash, at least.
    static final int MIN_SECRET_BYTES = 32;

    /// RFC 7518 §3.3.
    static final int MIN_RSA_BITS = 2048;

    /// Beyond it a check takes long.
    static final int MAX_RSA_BITS = 8192;

    /// All that are taken at all. `none` is not among them.
    static final Set<JWSAlgorithm> TAKEN =
            Set.of(
                    JWSAlgorithm.HS256,
                    JWSAlgorithm.HS384,
                    JWSAlgorithm.HS512,
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512,
                    JWSAlgorithm.EdDSA,
                    JWSAlgorithm.Ed25519);

    private static VerificationKey of(JWSVerifier verifier) {
        return new VerificationKey(
                verifier.supportedJWSAlgorithms().stream()
                        .filter(TAKEN::contains)
                        .collect(Collectors.toUnmodifiableSet()),
                verifier);
    }

    /// For HS256; for HS384 and HS512 too if it has 48 and 64 bytes.
    static VerificationKey secret(byte[] secret) {
        checkSecret(secret);
        try {
            return of(new MACVerifier(secret));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the secret cannot be used", e);
        }
    }

    static void checkSecret(byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the secret has "
                            + secret.length
                            + " bytes, and must have "
                            + MIN_SECRET_BYTES
                            + " or more (openssl rand -hex 32)");
        }
        if (Pem.isPem(new String(secret, java.nio.charset.StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException(
                    "the secret is a key in PEM; a public key is known to everybody, and no secret");
        }
    }

    static VerificationKey of(PublicKey key) {
        try {
            return switch (key) {
                case RSAPublicKey it -> {
                    checkRsa(it.getModulus());
                    yield of(new RSASSAVerifier(it));
                }
                case ECPublicKey it -> curved(of(new ECDSAVerifier(it)));
                case PublicKey it when Ed25519.isKey(it) -> of(new Ed25519.Verifier(it));
                default ->
                        throw new IllegalArgumentException(
                                "tokens are not verified by keys of kind " + key.getAlgorithm());
            };
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the key cannot be used: " + e.getMessage(), e);
        }
    }

    private static VerificationKey curved(VerificationKey key) {
        if (key.algorithms.isEmpty()) {
            throw new IllegalArgumentException("the curve must be P-256, P-384 or P-521");
        }
        return key;
    }

    static void checkRsa(BigInteger modulus) {
        int bits = modulus.bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
            throw new IllegalArgumentException(
                    "the RSA key has "
                            + bits
                            + " bits, and must have "
                            + MIN_RSA_BITS
                            + " to "
                            + MAX_RSA_BITS);
        }
    }

    /// @return empty if it is not for verifying tokens: for another use, symmetric, of a kind or strength that is not taken
    static Optional<VerificationKey> of(JWK jwk) {
        boolean otherUse = jwk.getKeyUse() != null && !jwk.getKeyUse().equals(KeyUse.SIGNATURE);
        boolean otherOperations =
                jwk.getKeyOperations() != null
                        && !jwk.getKeyOperations().contains(KeyOperation.VERIFY);
        if (otherUse || otherOperations) {
            return Optional.empty();
        }
        try {
            Optional<VerificationKey> key =
                    switch (jwk) {
                        case RSAKey it -> Optional.of(of(it.toRSAPublicKey()));
                        case ECKey it -> Optional.of(of(it.toECPublicKey()));
                        case OctetKeyPair it when it.getCurve().getName().equals("Ed25519") ->
                                Optional.of(of(edwards(it.getDecodedX())));
                        default -> Optional.empty();
                    };
            return key.map(it -> it.onlyFor(jwk)).filter(it -> !it.algorithms.isEmpty());
        } catch (JOSEException | IllegalArgumentException _) {
            // A set may have keys for others beside ours.
            return Optional.empty();
        }
    }

    private VerificationKey onlyFor(JWK jwk) {
        return jwk.getAlgorithm() == null
                ? this
                : new VerificationKey(
                        algorithms.stream()
                                .filter(it -> it.getName().equals(jwk.getAlgorithm().getName()))
                                .collect(Collectors.toUnmodifiableSet()),
                        verifier);
    }

    /// The point that 32 bytes stand for: y, little-endian, and in the highest bit whether x is odd (RFC 8032 §5.1.2).
    private static PublicKey edwards(byte[] encoded) {
        if (encoded.length != 32) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
        }
        byte[] y = new byte[32];
        for (int i = 0; i < 32; i++) {
            y[i] = encoded[31 - i];
        }
        boolean odd = y[0] < 0;
        y[0] &= 0x7F;
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(
                            new EdECPublicKeySpec(
                                    NamedParameterSpec.ED25519,
                                    new EdECPoint(odd, new BigInteger(1, y))));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalArgumentException("this is no Ed25519 key", e);
        }
    }

    /// Whether the token is signed as this key signs: what it says of itself.
    boolean takes(JWSObject token) {
        return algorithms.contains(token.getHeader().getAlgorithm());
    }

    /// Whether it takes less to check a token's signature than to have it checked elsewhere: it is by a secret.
    static boolean isQuick(JWSObject token) {
        return JWSAlgorithm.Family.HMAC_SHA.contains(token.getHeader().getAlgorithm());
    }

    /// Whether the token was signed by whoever has the other half of this key.
    boolean verifies(JWSObject token) {
        try {
            return takes(token)
                    && verifier.verify(
                            token.getHeader(), token.getSigningInput(), token.getSignature());
        } catch (JOSEException _) {
            // What stands there cannot be a signature of this key.
            return false;
        }
    }
}
