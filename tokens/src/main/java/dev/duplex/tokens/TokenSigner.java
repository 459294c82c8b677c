package dev.duplex.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Makes tokens, where a program has the key: in its login, or at the command line. Immutable; threads may share it.
///
///     TokenSigner signer = TokenSigner.secret(secret);
///     String token = signer.connection("42", Duration.ofMinutes(15));
public final class TokenSigner {
    private final JWSSigner signer;
    private final JWSAlgorithm algorithm;
    private final Optional<String> keyId;
    private final Optional<String> issuer;
    private final Optional<String> audience;
    private final InstantSource clock;

    private TokenSigner(
            JWSSigner signer,
            JWSAlgorithm algorithm,
            Optional<String> keyId,
            Optional<String> issuer,
            Optional<String> audience,
            InstantSource clock) {
        this.signer = signer;
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    private static TokenSigner of(JWSSigner signer) {
        // The first that it can: each kind of key has one that all know.
        JWSAlgorithm algorithm =
                List.of(
                                JWSAlgorithm.HS256,
                                JWSAlgorithm.RS256,
                                JWSAlgorithm.ES256,
                                JWSAlgorithm.ES384,
                                JWSAlgorithm.ES512,
                                JWSAlgorithm.EdDSA)
                        .stream()
                        .filter(signer.supportedJWSAlgorithms()::contains)
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "the curve must be P-256, P-384 or P-521"));
        return new TokenSigner(
                signer,
                algorithm,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                InstantSource.system());
    }

    /// By a secret, in UTF-8; HS256.
    ///
    /// @throws IllegalArgumentException if it has less than 32 bytes, or is a key in PEM
    public static TokenSigner secret(String secret) {
        return secret(Pem.utf8(secret));
    }

    /// By a secret, as bytes; HS256.
    ///
    /// @throws IllegalArgumentException as above
    public static TokenSigner secret(byte[] secret) {
        VerificationKey.checkSecret(secret);
        try {
            return of(new MACSigner(secret.clone()));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the secret cannot be used", e);
        }
    }

    /// By a private key in PEM (PKCS #8): RSA (RS256), EC (ES256, ES384 or ES512, by the curve) or Ed25519 (EdDSA).
    ///
    /// @throws IllegalArgumentException if it is something else, or an RSA key of less than 2,048 or more than 8,192 bits
    public static TokenSigner privateKey(String pem) {
        PrivateKey key = Pem.privateKey(pem);
        try {
            return of(
                    switch (key) {
                        case RSAPrivateKey it -> {
                            VerificationKey.checkRsa(it.getModulus());
                            yield new RSASSASigner(it);
                        }
                        case ECPrivateKey it -> new ECDSASigner(it);
                        case PrivateKey it when Ed25519.isKey(it) -> new Ed25519.Signer(it);
                        default ->
                                throw new IllegalArgumentException(
                                        "tokens are not signed by keys of kind "
                                                + key.getAlgorithm());
                    });
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the key cannot be used: " + e.getMessage(), e);
        }
    }

    /// By another algorithm of the same kind of key.
    ///
    /// @param name such as `HS512`
    /// @throws IllegalArgumentException if the key is of another kind, or too short for it
    public TokenSigner withAlgorithm(String name) {
        JWSAlgorithm other = JWSAlgorithm.parse(name);
        if (!VerificationKey.TAKEN.contains(other)
                || !signer.supportedJWSAlgorithms().contains(other)) {
            throw new IllegalArgumentException("this key does not sign by " + name);
        }
        return new TokenSigner(signer, other, keyId, issuer, audience, clock);
    }

    /// Naming the key in each token (`kid`), as those must who verify by a set of keys.
    public TokenSigner withKeyId(String id) {
        return new TokenSigner(signer, algorithm, Optional.of(id), issuer, audience, clock);
    }

    /// With `iss` in each token.
    public TokenSigner withIssuer(String issuer) {
        return new TokenSigner(signer, algorithm, keyId, Optional.of(issuer), audience, clock);
    }

    /// With `aud` in each token.
    public TokenSigner withAudience(String audience) {
        return new TokenSigner(signer, algorithm, keyId, issuer, Optional.of(audience), clock);
    }

    /// With another clock than the system's.
    public TokenSigner withClock(InstantSource clock) {
        return new TokenSigner(signer, algorithm, keyId, issuer, audience, clock);
    }

    /// A token for a user to connect with, for so long from now.
    public String connection(String user, Duration validFor) {
        return connection(ConnectionClaims.of(user, clock.instant().plus(validFor)));
    }

    /// A token to connect with. Times are whole seconds in it.
    public String connection(ConnectionClaims claims) {
        try (ClaimsWriter json = begin(claims.user())) {
            json.ends(claims.tokenExpires(), claims.expires());
            json.payload("info", claims.info());
            json.channels(claims.channels());
            return sign(json.finish());
        }
    }

    /// A token for a user to subscribe to a channel with, for so long from now.
    public String subscription(String user, String channel, Duration validFor) {
        return subscription(SubscriptionClaims.of(user, channel, clock.instant().plus(validFor)));
    }

    /// A token to subscribe with. Times are whole seconds in it.
    public String subscription(SubscriptionClaims claims) {
        try (ClaimsWriter json = begin(claims.user())) {
            json.text("channel", Optional.of(claims.channel()));
            json.ends(claims.tokenExpires(), claims.expires());
            json.payload("info", claims.info());
            json.payload("data", claims.data());
            return sign(json.finish());
        }
    }

    private ClaimsWriter begin(String user) {
        ClaimsWriter json = new ClaimsWriter();
        json.text("iss", issuer);
        json.text("sub", Optional.of(user));
        json.text("aud", audience);
        json.time("iat", Optional.of(clock.instant()));
        return json;
    }

    private String sign(String claims) {
        JWSHeader.Builder header = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT);
        keyId.ifPresent(header::keyID);
        JWSObject token = new JWSObject(header.build(), new Payload(claims));
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("the key does not sign", e);
        }
        return token.serialize();
    }
}
