package dev.duplex.tokens;

import static dev.duplex.tokens.Answers.atOnce;
import static dev.duplex.tokens.Answers.await;
import static dev.duplex.tokens.Answers.granted;
import static dev.duplex.tokens.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.duplex.Server;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import dev.duplex.http.HttpExchange;
import dev.duplex.testkit.Eventually;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys fetched from a real server on this machine.
@Timeout(60)
class JwksTest {
    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final Duration STALE = Duration.ofHours(1);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private volatile Instant now = Instant.ofEpochSecond(2_000_000_000);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private volatile String answer = set(rsa("first", Keys.RSA));
    private volatile int status = 200;
    private volatile boolean hold;
    private final Queue<HttpExchange> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger fetches = new AtomicInteger();

    private final Server server =
            Server.builder().host("127.0.0.1").port(0).http("/keys", this::serve).start();
    private final Jwks jwks = keys().build();
    private final TokenVerifier verifier = verifier(jwks);

    @AfterEach
    void close() {
        jwks.close();
        server.close();
    }

    private void serve(HttpExchange exchange) {
        fetches.incrementAndGet();
        if (hold) {
            held.add(exchange);
        } else {
            respond(exchange);
        }
    }

    private void respond(HttpExchange exchange) {
        exchange.status(status).respond(answer.getBytes(StandardCharsets.UTF_8));
    }

    private Jwks.Builder keys() {
        return Jwks.builder(URI.create("http://127.0.0.1:" + server.port() + "/keys"))
                .nanoTime(nanos::get);
    }

    private TokenVerifier verifier(Jwks jwks) {
        return TokenVerifier.builder().jwks(jwks).clock(() -> now).build();
    }

    private static String set(JWK... keys) {
        return "{\"keys\":["
                + Arrays.stream(keys).map(JWK::toJSONString).collect(Collectors.joining(","))
                + "]}";
    }

    private static JWK rsa(String id, Keys key) {
        return new RSAKey.Builder((RSAPublicKey) key.pair().getPublic()).keyID(id).build();
    }

    private static JWK ed25519(String id, Keys key) {
        byte[] encoded = key.pair().getPublic().getEncoded();
        return new OctetKeyPair.Builder(
                        Curve.Ed25519,
                        Base64URL.encode(
                                Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)))
                .keyID(id)
                .build();
    }

    private String token(String id, Keys key) {
        return TokenSigner.privateKey(key.privatePem())
                .withKeyId(id)
                .withClock(() -> now)
                .connection("42", Duration.ofMinutes(1));
    }

    private Result<ConnectionClaims> show(String id, Keys key) throws Exception {
        return await(verifier.connection(token(id, key)));
    }

    private void passes(Duration time) {
        now = now.plus(time);
        nanos.addAndGet(time.toNanos());
    }

    /// The clock of the machine, on which tokens end, is put right.
    private void isSet(Duration by) {
        now = now.plus(by);
    }

    @Test
    void keysAreFetchedOnceAndKept() throws Exception {
        assertThat(granted(show("first", Keys.RSA)).user()).isEqualTo("42");
        passes(KEPT.minusSeconds(1));
        for (int i = 0; i < 10; i++) {
            granted(show("first", Keys.RSA));
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void keysOfAllKindsAreTaken() throws Exception {
        answer =
                set(
                        rsa("rsa", Keys.RSA),
                        ed25519("ed", Keys.ED25519),
                        ed25519("ed2", Keys.OTHER_ED25519),
                        new ECKey.Builder(Curve.P_256, (ECPublicKey) Keys.P256.pair().getPublic())
                                .keyID("ec")
                                .build(),
                        new ECKey.Builder(Curve.P_521, (ECPublicKey) Keys.P521.pair().getPublic())
                                .keyID("ec521")
                                .build());
        granted(show("rsa", Keys.RSA));
        granted(show("ed", Keys.ED25519));
        granted(show("ed2", Keys.OTHER_ED25519));
        granted(show("ec", Keys.P256));
        granted(show("ec521", Keys.P521));
        refused(show("rsa", Keys.P256), Problem.UNAUTHENTICATED, "has not signed");
        refused(show("ed2", Keys.ED25519), Problem.UNAUTHENTICATED, "has not signed");
        assertThat(fetches).hasValue(1);
    }

    @Test
    void aKeyThatIsNotKnownYetIsFetchedButNotForEverybodyWhoAsks() throws Exception {
        granted(show("first", Keys.RSA));
        answer = set(rsa("second", Keys.OTHER_RSA));
        passes(INTERVAL);
        granted(show("second", Keys.OTHER_RSA));
        assertThat(fetches).hasValue(2);
        // What is gone from the set is gone here.
        refused(show("first", Keys.RSA), Problem.UNAUTHENTICATED, "kid");
        for (int i = 0; i < 100; i++) {
            refused(
                    atOnce(verifier.connection(token("made-up-" + i, Keys.RSA))),
                    Problem.UNAUTHENTICATED,
                    "kid");
        }
        assertThat(fetches).hasValue(2);
        passes(INTERVAL);
        refused(show("made-up", Keys.RSA), Problem.UNAUTHENTICATED, "kid");
        assertThat(fetches).hasValue(3);
    }

    @Test
    void aClockThatIsSetBackKeepsNoKeyFromBeingFetched() throws Exception {
        granted(show("first", Keys.RSA));
        isSet(Duration.ofDays(-1));
        answer = set(rsa("second", Keys.OTHER_RSA));
        passes(INTERVAL);
        granted(show("second", Keys.OTHER_RSA));
        refused(show("first", Keys.RSA), Problem.UNAUTHENTICATED, "kid");
        assertThat(fetches).hasValue(2);
    }

    /// What was taken back is not good for as much longer.
    @Test
    void aClockThatIsSetBackKeepsNoKeyForLonger() throws Exception {
        granted(show("first", Keys.RSA));
        isSet(Duration.ofDays(-1));
        status = 503;
        passes(KEPT.plus(STALE));
        refused(show("first", Keys.RSA), Problem.UNAVAILABLE, "cannot be fetched");
    }

    @Test
    void aTokenThatDoesNotNameItsKeyFetchesNothing() throws Exception {
        String token =
                TokenSigner.privateKey(Keys.RSA.privatePem())
                        .withClock(() -> now)
                        .connection("42", Duration.ofMinutes(1));
        refused(atOnce(verifier.connection(token)), Problem.UNAUTHENTICATED, "kid");
        refused(atOnce(verifier.connection("x.y.z")), Problem.UNAUTHENTICATED, "");
        assertThat(fetches).hasValue(0);
    }

    @Test
    void whoeverComesMeanwhileWaitsForTheSameAnswer() throws Exception {
        hold = true;
        List<CompletionStage<Result<ConnectionClaims>>> all =
                java.util.stream.IntStream.range(0, 20)
                        .mapToObj(_ -> verifier.connection(token("first", Keys.RSA)))
                        .toList();
        HttpExchange exchange = awaitHeld();
        assertThat(all).noneMatch(it -> it.toCompletableFuture().isDone());
        exchange.lane().execute(() -> respond(exchange));
        for (CompletionStage<Result<ConnectionClaims>> one : all) {
            granted(await(one));
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void whileTheUrlFailsOldKeysAreUsedForATime() throws Exception {
        granted(show("first", Keys.RSA));
        status = 503;
        passes(KEPT);
        granted(show("first", Keys.RSA));
        // Whether there is such a key nobody can tell: it waits for the answer, which is none.
        refused(show("second", Keys.RSA), Problem.UNAVAILABLE, "");
        assertThat(fetches).hasValue(2);
        // The next attempt is not due yet.
        granted(show("first", Keys.RSA));
        refused(atOnce(verifier.connection(token("second", Keys.RSA))), Problem.UNAVAILABLE, "");
        assertThat(fetches).hasValue(2);
        passes(STALE.minusSeconds(1));
        granted(show("first", Keys.RSA));
        refused(show("second", Keys.RSA), Problem.UNAVAILABLE, "");
        passes(Duration.ofSeconds(1));
        refused(show("first", Keys.RSA), Problem.UNAVAILABLE, "cannot be fetched");
        status = 200;
        passes(INTERVAL);
        granted(show("first", Keys.RSA));
    }

    @Test
    void whileTheUrlHangsKeysThatAreKnownAreUsedAtOnce() throws Exception {
        granted(show("first", Keys.RSA));
        passes(KEPT);
        hold = true;
        answer = set(rsa("second", Keys.OTHER_RSA));
        assertThat(granted(atOnce(jwks.find("first")))).hasSize(1);
        granted(show("first", Keys.RSA));
        CompletionStage<Result<ConnectionClaims>> unknown =
                verifier.connection(token("second", Keys.OTHER_RSA));
        HttpExchange exchange = awaitHeld();
        assertThat(unknown.toCompletableFuture()).isNotDone();
        assertThat(granted(atOnce(jwks.find("first")))).hasSize(1);
        exchange.lane().execute(() -> respond(exchange));
        granted(await(unknown));
        // What has been taken back is refused from then on.
        refused(atOnce(jwks.find("first")), Problem.UNAUTHENTICATED, "kid");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void keysThatMayNotBeStaleAreWaitedFor() throws Exception {
        try (Jwks strict = keys().staleFor(Duration.ZERO).build()) {
            granted(await(strict.find("first")));
            passes(KEPT);
            hold = true;
            CompletionStage<Result<List<VerificationKey>>> found = strict.find("first");
            HttpExchange exchange = awaitHeld();
            assertThat(found.toCompletableFuture()).isNotDone();
            exchange.lane().execute(() -> respond(exchange));
            granted(await(found));
        }
    }

    /// The request for keys that waits for its answer.
    private HttpExchange awaitHeld() {
        Eventually.holds("keys are asked for", () -> !held.isEmpty());
        return held.remove();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"first\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"first\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}",
                "{\"keys\":[{\"kty\":\"OKP\",\"kid\":\"first\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}]}"
            })
    void anAnswerWithoutKeysIsNone(String body) throws Exception {
        answer = body;
        refused(show("first", Keys.RSA), Problem.UNAVAILABLE, "cannot be fetched");
    }

    /// RFC 7517 §5: implementations SHOULD ignore JWKs "that are missing required members, or for which values are out of the supported
    /// ranges".
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kty\":\"PQC\",\"kid\":\"new\",\"x\":\"AQAB\"}",
                "{\"kty\":\"RSA\",\"kid\":\"old\",\"e\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"kid\":\"other\",\"crv\":\"brainpoolP256r1\",\"x\":\"AQAB\",\"y\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"kid\":\"broken\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"RSA\",\"kid\":\"bare\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"x5c\":[\"AQAB\"]}",
                "{\"kty\":\"RSA\",\"kid\":\"odd\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"key_ops\":[\"sing\"]}",
                "{\"kty\":\"RSA\",\"kid\":\"\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "{\"kty\":\"RSA\",\"kid\":7,\"n\":\"AQAB\",\"e\":\"AQAB\"}"
            })
    void aKeyThatMakesNoSenseHereCostsNoOther(String other) throws Exception {
        answer =
                "{\"keys\":["
                        + other
                        + ","
                        + rsa("first", Keys.RSA).toJSONString()
                        + ","
                        + other
                        + "]}";
        granted(show("first", Keys.RSA));
    }

    @Test
    void keysForAnotherUseAreNotTaken() throws Exception {
        RSAPublicKey key = (RSAPublicKey) Keys.RSA.pair().getPublic();
        answer =
                set(
                        rsa("first", Keys.RSA),
                        new RSAKey.Builder(key).keyID("enc").keyUse(KeyUse.ENCRYPTION).build(),
                        new RSAKey.Builder(key)
                                .keyID("rs512")
                                .algorithm(com.nimbusds.jose.JWSAlgorithm.RS512)
                                .build(),
                        new OctetSequenceKey.Builder(Keys.SECRET.getBytes(StandardCharsets.UTF_8))
                                .keyID("secret")
                                .build());
        granted(show("first", Keys.RSA));
        passes(INTERVAL);
        refused(show("enc", Keys.RSA), Problem.UNAUTHENTICATED, "kid");
        refused(show("rs512", Keys.RSA), Problem.UNAUTHENTICATED, "has not signed");
        granted(
                await(
                        verifier.connection(
                                TokenSigner.privateKey(Keys.RSA.privatePem())
                                        .withAlgorithm("RS512")
                                        .withKeyId("rs512")
                                        .withClock(() -> now)
                                        .connection("42", Duration.ofMinutes(1)))));
        // A secret that everybody can read is none.
        refused(
                await(
                        verifier.connection(
                                TokenSigner.secret(Keys.SECRET)
                                        .withKeyId("secret")
                                        .withClock(() -> now)
                                        .connection("42", Duration.ofMinutes(1)))),
                Problem.UNAUTHENTICATED,
                "kid");
    }

    @Test
    void theSizeOfTheAnswerIsLimited() throws Exception {
        answer = set(rsa("first", Keys.RSA)) + " ".repeat(256 << 10);
        refused(show("first", Keys.RSA), Problem.UNAVAILABLE, "");
        int exact = set(rsa("first", Keys.RSA)).length();
        answer = set(rsa("first", Keys.RSA));
        try (Jwks enough = keys().maxBytes(exact).build();
                Jwks less = keys().maxBytes(exact - 1).build()) {
            granted(await(verifier(enough).connection(token("first", Keys.RSA))));
            refused(
                    await(verifier(less).connection(token("first", Keys.RSA))),
                    Problem.UNAVAILABLE,
                    "");
        }
    }

    @Test
    void theNumberOfKeysIsLimited() throws Exception {
        answer = set(rsa("first", Keys.RSA), rsa("second", Keys.RSA), rsa("third", Keys.RSA));
        try (Jwks enough = keys().maxKeys(3).build();
                Jwks less = keys().maxKeys(2).build()) {
            granted(await(verifier(enough).connection(token("third", Keys.RSA))));
            refused(
                    await(verifier(less).connection(token("first", Keys.RSA))),
                    Problem.UNAVAILABLE,
                    "");
        }
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsNone() throws Exception {
        hold = true;
        try (Jwks impatient = keys().timeout(Duration.ofMillis(100)).build()) {
            refused(
                    await(verifier(impatient).connection(token("first", Keys.RSA))),
                    Problem.UNAVAILABLE,
                    "");
        }
    }

    @Test
    void anAnswerThatDoesNotEndInTimeIsNone() throws Exception {
        hold = true;
        try (Jwks impatient = keys().timeout(Duration.ofSeconds(3)).build()) {
            CompletionStage<Result<ConnectionClaims>> asked =
                    verifier(impatient).connection(token("first", Keys.RSA));
            HttpExchange exchange = awaitHeld();
            java.util.concurrent.CountDownLatch gone = new java.util.concurrent.CountDownLatch(1);
            exchange.lane()
                    .execute(() -> {
                        exchange.onClosed(gone::countDown);
                        exchange.status(200).write(ByteBuffer.wrap(new byte[] {'{'}));
                    });
            refused(await(asked), Problem.UNAVAILABLE, "");
            // The connection is not kept for it.
            assertThat(gone.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whoIsRedirectedHasNoKeys() throws Exception {
        status = 302;
        refused(show("first", Keys.RSA), Problem.UNAVAILABLE, "");
    }

    @Test
    void whatWaitsWhenItIsClosedIsAnswered() throws Exception {
        hold = true;
        CompletionStage<Result<ConnectionClaims>> asked =
                verifier.connection(token("first", Keys.RSA));
        awaitHeld();
        jwks.close();
        refused(await(asked), Problem.UNAVAILABLE, "");
        passes(INTERVAL);
        refused(show("first", Keys.RSA), Problem.UNAVAILABLE, "");
    }

    @Test
    void keysComeByHttpsUnlessAnotherIsSaid() {
        URI plain = URI.create("http://keys.example/jwks");
        assertThatThrownBy(() -> Jwks.builder(plain).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
        Jwks.builder(plain).plainHttp().build().close();
        Jwks.builder(URI.create("https://keys.example/jwks")).build().close();
        assertThatThrownBy(
                        () -> Jwks.builder(URI.create("https://ann:secret@keys.example/")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no user or password")
                .hasMessageNotContaining("secret");
        for (String other : List.of("file:///etc/keys", "ftp://keys.example/", "/keys")) {
            assertThatThrownBy(() -> Jwks.builder(URI.create(other)).plainHttp().build())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
