package dev.duplex.tokens;

import static dev.duplex.tokens.Answers.atOnce;
import static dev.duplex.tokens.Answers.await;
import static dev.duplex.tokens.Answers.granted;
import static dev.duplex.tokens.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final Instant NOW = Instant.ofEpochSecond(2_000_000_000);
    private static final String CLAIMS = "{\"sub\":\"42\",\"exp\":2000000060}";

    private static TokenVerifier.Builder verifier() {
        return TokenVerifier.builder().clock(() -> NOW);
    }

    private static TokenVerifier bySecret() {
        return verifier().secret(Keys.SECRET).build();
    }

    private static String signed(String claims) throws Exception {
        return signed(new JWSHeader(JWSAlgorithm.HS256), claims);
    }

    private static String signed(JWSHeader header, String claims) throws Exception {
        JWSObject token = new JWSObject(header, new Payload(claims));
        token.sign(new MACSigner(Keys.SECRET));
        return token.serialize();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Result<ConnectionClaims> shown(TokenVerifier verifier, String token) {
        return await(verifier.connection(token));
    }

    private static void wrong(TokenVerifier verifier, String token, String reason) {
        refused(shown(verifier, token), Problem.UNAUTHENTICATED, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, RS256",
        "RSA, RS384",
        "RSA, RS512",
        "P256, ES256",
        "P384, ES384",
        "P521, ES512",
        "ED25519, EdDSA",
        "ED25519, Ed25519"
    })
    void publicKeysVerifyWhatTheirPrivateKeysSigned(Keys key, String algorithm) {
        TokenSigner signer =
                TokenSigner.privateKey(key.privatePem())
                        .withAlgorithm(algorithm)
                        .withClock(() -> NOW);
        TokenVerifier verifier = verifier().publicKey(key.publicPem()).build();
        String token = signer.connection("42", Duration.ofMinutes(1));
        assertThat(token).startsWith(base64("{\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\"}"));
        assertThat(granted(shown(verifier, token)))
                .isEqualTo(ConnectionClaims.of("42", NOW.plusSeconds(60)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void secretsVerifyWhatTheySigned(String algorithm) {
        TokenSigner signer =
                TokenSigner.secret(Keys.SECRET).withAlgorithm(algorithm).withClock(() -> NOW);
        String token = signer.connection("42", Duration.ofMinutes(1));
        assertThat(granted(atOnce(bySecret().connection(token))))
                .isEqualTo(ConnectionClaims.of("42", NOW.plusSeconds(60)));
    }

    @Test
    void aSecretIsAsLongAsTheHashThatItIsUsedWith() {
        String short32 = Keys.SECRET.substring(0, 32);
        TokenSigner signer = TokenSigner.secret(Keys.SECRET).withClock(() -> NOW);
        for (String algorithm : new String[] {"HS384", "HS512"}) {
            assertThatThrownBy(() -> TokenSigner.secret(short32).withAlgorithm(algorithm))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(algorithm);
            wrong(
                    verifier().secret(short32).build(),
                    signer.withAlgorithm(algorithm).connection("42", Duration.ofMinutes(1)),
                    "none of the keys");
        }
        assertThatThrownBy(() -> verifier().secret(short32.substring(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31 bytes")
                .hasMessageContaining("32");
        assertThatThrownBy(() -> TokenSigner.secret(""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatAnotherKeySignedIsRefused() {
        for (Keys key : Set.of(Keys.OTHER_RSA, Keys.P256, Keys.OTHER_ED25519)) {
            String token =
                    TokenSigner.privateKey(key.privatePem())
                            .withClock(() -> NOW)
                            .connection("42", Duration.ofMinutes(1));
            wrong(
                    verifier()
                            .secret(Keys.SECRET)
                            .publicKey(Keys.RSA.publicPem())
                            .publicKey(Keys.P384.publicPem())
                            .publicKey(Keys.ED25519.publicPem())
                            .build(),
                    token,
                    "none of the keys");
        }
    }

    @Test
    void anyOfSeveralKeysWillDoSoThatTheyCanBeExchanged() {
        String old = "another secret of at least 32 bytes";
        TokenVerifier verifier = verifier().secret(Keys.SECRET).secret(old).build();
        for (String secret : Set.of(Keys.SECRET, old)) {
            String token =
                    TokenSigner.secret(secret)
                            .withClock(() -> NOW)
                            .connection("42", Duration.ofMinutes(1));
            assertThat(granted(shown(verifier, token)).user()).isEqualTo("42");
        }
    }

    // --- attacks

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void unsignedTokensAreRefused(String none) {
        String unsigned = base64("{\"alg\":\"" + none + "\"}") + "." + base64(CLAIMS) + ".";
        assertThat(shown(bySecret(), unsigned))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        it -> assertThat(it.problem()).isEqualTo(Problem.UNAUTHENTICATED));
        assertThat(shown(bySecret(), unsigned + base64("x"))).isInstanceOf(Result.Refused.class);
    }

    @Test
    void aPublicKeyIsNoSecret() throws Exception {
        TokenVerifier verifier = verifier().publicKey(Keys.RSA.publicPem()).build();
        byte[] der = Keys.RSA.pair().getPublic().getEncoded();
        byte[] pem = Keys.RSA.publicPem().getBytes(StandardCharsets.UTF_8);
        for (byte[] secret : new byte[][] {der, pem}) {
            JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(CLAIMS));
            token.sign(new MACSigner(secret));
            wrong(verifier, token.serialize(), "none of the keys");
        }
        assertThatThrownBy(() -> verifier().secret(Keys.RSA.publicPem()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PEM");
        assertThatThrownBy(() -> TokenSigner.secret(Keys.RSA.publicPem()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void algorithmsThatAreNotListedAreRefusedThoughTheKeyFits() throws Exception {
        JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.PS256), new Payload(CLAIMS));
        token.sign(new RSASSASigner(Keys.RSA.pair().getPrivate()));
        wrong(
                verifier().publicKey(Keys.RSA.publicPem()).build(),
                token.serialize(),
                "algorithm is not taken");
    }

    @Test
    void aKeyThatTheTokenItselfBringsIsNotUsed() throws Exception {
        com.nimbusds.jose.jwk.RSAKey own =
                new com.nimbusds.jose.jwk.RSAKey.Builder(
                                (java.security.interfaces.RSAPublicKey)
                                        Keys.OTHER_RSA.pair().getPublic())
                        .build();
        JWSObject token =
                new JWSObject(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(own).build(),
                        new Payload(CLAIMS));
        token.sign(new RSASSASigner(Keys.OTHER_RSA.pair().getPrivate()));
        wrong(
                verifier().publicKey(Keys.RSA.publicPem()).build(),
                token.serialize(),
                "none of the keys");
    }

    @Test
    void whatTheHeaderSaysIsCriticalIsNotKnown() throws Exception {
        wrong(
                bySecret(),
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .criticalParams(Set.of("exp"))
                                .customParam("exp", 1)
                                .build(),
                        CLAIMS),
                "crit");
        wrong(
                bySecret(),
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .criticalParams(Set.of("b64"))
                                .base64URLEncodePayload(false)
                                .build(),
                        CLAIMS),
                "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d.e", "{}", "🙂.🙂.🙂"})
    void whatIsNoTokenIsRefused(String text) {
        wrong(bySecret(), text, "");
    }

    @Test
    void otherTextsForTheSameBytesAreRefused() throws Exception {
        String token = signed(CLAIMS);
        assertThat(granted(shown(bySecret(), token)).user()).isEqualTo("42");
        wrong(bySecret(), token + "=", "Base64");
        wrong(bySecret(), token + "\n", "Base64");
        // The signature's last character has two bits that mean nothing.
        char last = token.charAt(token.length() - 1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char next = alphabet.charAt(alphabet.indexOf(last) + 1);
        wrong(bySecret(), token.substring(0, token.length() - 1) + next, "Base64");
    }

    @Test
    void theLengthOfATokenIsLimited() throws Exception {
        String token = signed(CLAIMS);
        TokenVerifier exact = verifier().secret(Keys.SECRET).maxLength(token.length()).build();
        assertThat(granted(shown(exact, token)).user()).isEqualTo("42");
        TokenVerifier less = verifier().secret(Keys.SECRET).maxLength(token.length() - 1).build();
        wrong(less, token, "longer than " + (token.length() - 1));
        wrong(bySecret(), "a".repeat((16 << 10) + 1), "longer than 16384");
    }

    // --- claims

    @ParameterizedTest(name = "exp {0} s from now: {1}")
    @CsvSource({"60, true", "1, true", "0, true", "-29, true", "-30, false", "-60, false"})
    void aTokenEndsWithTheSkewOfClocks(int seconds, String taken) throws Exception {
        Result<ConnectionClaims> result =
                shown(
                        bySecret(),
                        signed("{\"sub\":\"42\",\"exp\":" + (2_000_000_000L + seconds) + "}"));
        if (Boolean.parseBoolean(taken)) {
            granted(result);
        } else {
            refused(result, Problem.EXPIRED, "expired");
        }
    }

    @ParameterizedTest(name = "{0} {1} s from now: {2}")
    @CsvSource({
        "nbf, 30, true", "nbf, 31, false", "nbf, -100, true",
        "iat, 30, true", "iat, 31, false", "iat, -100, true"
    })
    void aTokenIsNotValidBeforeItsTime(String claim, int seconds, String taken) throws Exception {
        String token =
                signed(
                        "{\"sub\":\"42\",\"exp\":2000000600,\""
                                + claim
                                + "\":"
                                + (2_000_000_000L + seconds)
                                + "}");
        if (Boolean.parseBoolean(taken)) {
            granted(shown(bySecret(), token));
        } else {
            wrong(bySecret(), token, "not valid yet");
        }
    }

    @Test
    void withoutAnEndATokenIsTakenOnlyWhereThatIsSaid() throws Exception {
        String token = signed("{\"sub\":\"42\"}");
        wrong(bySecret(), token, "(exp)");
        ConnectionClaims claims =
                granted(shown(verifier().secret(Keys.SECRET).unlimited().build(), token));
        assertThat(claims.tokenExpires()).isEmpty();
        assertThat(claims.expires()).isEmpty();
    }

    @Test
    void issuerAndAudienceAreCheckedIfTheyAreSaid() throws Exception {
        TokenVerifier verifier =
                verifier().secret(Keys.SECRET).issuer("backend").audience("duplex").build();
        String begin = "{\"sub\":\"42\",\"exp\":2000000060";
        for (String aud : new String[] {"\"duplex\"", "[\"other\",\"duplex\"]"}) {
            granted(shown(verifier, signed(begin + ",\"iss\":\"backend\",\"aud\":" + aud + "}")));
        }
        wrong(verifier, signed(begin + ",\"iss\":\"backend\"}"), "(aud)");
        wrong(verifier, signed(begin + ",\"iss\":\"backend\",\"aud\":\"other\"}"), "(aud)");
        wrong(verifier, signed(begin + ",\"iss\":\"backend\",\"aud\":[]}"), "(aud)");
        wrong(verifier, signed(begin + ",\"aud\":\"duplex\"}"), "(iss)");
        wrong(verifier, signed(begin + ",\"iss\":\"Backend\",\"aud\":\"duplex\"}"), "(iss)");
    }

    @Test
    void aTokenOfOneKindIsNoneOfTheOther() {
        TokenSigner signer = TokenSigner.secret(Keys.SECRET).withClock(() -> NOW);
        String subscription = signer.subscription("42", "chat:a", Duration.ofMinutes(1));
        String connection = signer.connection("42", Duration.ofMinutes(1));
        wrong(bySecret(), subscription, "subscription token");
        refused(atOnce(bySecret().subscription(connection)), Problem.UNAUTHENTICATED, "no channel");
        assertThat(granted(atOnce(bySecret().subscription(subscription))))
                .isEqualTo(SubscriptionClaims.of("42", "chat:a", NOW.plusSeconds(60)));
    }

    @Test
    void aTokenForOneClientIsNotTakenForAll() throws Exception {
        refused(
                atOnce(
                        bySecret()
                                .subscription(
                                        signed(
                                                "{\"sub\":\"42\",\"channel\":\"chat:a\",\"client\":\"x\",\"exp\":2000000060}"))),
                Problem.UNAUTHENTICATED,
                "client");
    }

    @Test
    void aUserIsNamedThoughItMayBeNobody() throws Exception {
        wrong(bySecret(), signed("{\"exp\":2000000060}"), "(sub)");
        wrong(bySecret(), signed("{\"sub\":null,\"exp\":2000000060}"), "(sub)");
        wrong(bySecret(), signed("{\"sub\":42,\"exp\":2000000060}"), "sub is not a string");
        assertThat(granted(shown(bySecret(), signed("{\"sub\":\"\",\"exp\":2000000060}"))).user())
                .isEmpty();
    }

    @Test
    void expireAtIsTheTimeOfTheConnection() throws Exception {
        String begin = "{\"sub\":\"42\",\"exp\":2000000060,\"expire_at\":";
        ConnectionClaims longer = granted(shown(bySecret(), signed(begin + "2000003600}")));
        assertThat(longer.tokenExpires()).contains(NOW.plusSeconds(60));
        assertThat(longer.expires()).contains(NOW.plusSeconds(3600));
        assertThat(granted(shown(bySecret(), signed(begin + "0}"))).expires()).isEmpty();
        assertThat(granted(shown(bySecret(), signed(begin + "null}"))).expires())
                .contains(NOW.plusSeconds(60));
        refused(shown(bySecret(), signed(begin + "1999999000}")), Problem.EXPIRED, "expired");
    }

    // --- keys

    @ParameterizedTest
    @EnumSource(names = {"SHORT_RSA", "ED448"})
    void weakAndUnknownKeysAreRefused(Keys key) {
        assertThatThrownBy(() -> verifier().publicKey(key.publicPem()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenSigner.privateKey(key.privatePem()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysThatTakeLongAreRefused() throws Exception {
        PublicKey huge =
                KeyFactory.getInstance("RSA")
                        .generatePublic(
                                new RSAPublicKeySpec(
                                        BigInteger.ONE
                                                .shiftLeft(VerificationKey.MAX_RSA_BITS)
                                                .setBit(0),
                                        BigInteger.valueOf(65_537)));
        assertThatThrownBy(() -> VerificationKey.of(huge))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8193 bits");
    }

    @Test
    void aMistakenKeyIsExplained() {
        assertThatThrownBy(() -> verifier().publicKey(Keys.SHORT_RSA.publicPem()))
                .hasMessageContaining("1024 bits")
                .hasMessageContaining("2048");
        assertThatThrownBy(() -> verifier().publicKey(Keys.RSA.privatePem()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("private key");
        assertThatThrownBy(() -> verifier().publicKey("no key"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        verifier()
                                .publicKey(
                                        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RSA, EC, Ed25519");
        assertThatThrownBy(() ->
                        TokenSigner.privateKey(
                                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl pkcs8");
        assertThatThrownBy(() -> TokenSigner.privateKey(Keys.RSA.publicPem()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> verifier().build()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> verifier().clockSkew(Duration.ofMinutes(11)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
