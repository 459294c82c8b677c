package dev.duplex.tokens;

import static dev.duplex.tokens.Answers.atOnce;
import static dev.duplex.tokens.Answers.await;
import static dev.duplex.tokens.Answers.granted;
import static dev.duplex.tokens.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import dev.duplex.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where signatures are checked, and how many may wait for it.
@Timeout(60)
class SignatureThreadsTest {
    private static final Instant NOW = Instant.ofEpochSecond(2_000_000_000);

    private final Thread test = Thread.currentThread();
    private final Queue<Thread> seen = new ConcurrentLinkedQueue<>();
    private final CountDownLatch free = new CountDownLatch(1);

    private static String token(TokenSigner signer) {
        return signer.withClock(() -> NOW).connection("42", Duration.ofMinutes(1));
    }

    private static String token(Keys key) {
        return token(TokenSigner.privateKey(key.privatePem()));
    }

    /// The time is asked for behind each signature that is right, where that was checked.
    private Instant noted() {
        seen.add(Thread.currentThread());
        return NOW;
    }

    /// As [#noted]; elsewhere than in the test it takes until that lets it go on.
    private Instant slow() {
        seen.add(Thread.currentThread());
        try {
            if (!Thread.currentThread().equals(test)) {
                free.await();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return NOW;
    }

    @ParameterizedTest
    @EnumSource(
            value = Keys.class,
            names = {"RSA", "P256", "P384", "P521", "ED25519"})
    void publicKeysHaveThreadsOfTheirOwn(Keys key) throws Exception {
        TokenVerifier verifier =
                TokenVerifier.builder()
                        .secret(Keys.SECRET)
                        .publicKey(key.publicPem())
                        .clock(this::noted)
                        .build();
        granted(await(verifier.connection(token(key))));
        assertThat(seen)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.getName()).startsWith("duplex-tokens-");
                    assertThat(it.isVirtual()).isFalse();
                    assertThat(it.isDaemon()).isTrue();
                });
        granted(atOnce(verifier.connection(token(TokenSigner.secret(Keys.SECRET)))));
        assertThat(seen).hasSize(2).contains(test);
    }

    @Test
    void whatNoKeyCanHaveSignedIsRefusedAtOnce() {
        TokenVerifier verifier =
                TokenVerifier.builder()
                        .secret(Keys.SECRET)
                        .publicKey(Keys.P256.publicPem())
                        .build();
        refused(
                atOnce(verifier.connection(token(Keys.RSA))),
                Problem.UNAUTHENTICATED,
                "none of the keys");
    }

    @Test
    void aLimitedNumberOfSignaturesWaits() throws Exception {
        TokenVerifier verifier =
                TokenVerifier.builder()
                        .secret(Keys.SECRET)
                        .publicKey(Keys.ED25519.publicPem())
                        .signatureThreads(1)
                        .waitingSignatures(2)
                        .clock(this::slow)
                        .build();
        String token = token(Keys.ED25519);
        CompletionStage<Result<ConnectionClaims>> checked = verifier.connection(token);
        Eventually.holds("the first is being checked", () -> !seen.isEmpty());
        CompletionStage<Result<ConnectionClaims>> second = verifier.connection(token);
        CompletionStage<Result<ConnectionClaims>> third = verifier.connection(token);
        refused(atOnce(verifier.connection(token)), Problem.TOO_BUSY, "too many signatures");
        refused(atOnce(verifier.subscription(token)), Problem.TOO_BUSY, "too many signatures");
        // Those of secrets need no thread.
        granted(atOnce(verifier.connection(token(TokenSigner.secret(Keys.SECRET)))));
        assertThat(second.toCompletableFuture()).isNotDone();
        free.countDown();
        granted(await(checked));
        granted(await(second));
        granted(await(third));
        granted(await(verifier.connection(token)));
    }

    @Test
    void aCheckThatFailsIsAFailureAndTheNextIsDone() throws Exception {
        SignatureThreads threads = new SignatureThreads(1, 1);
        assertThatThrownBy(() ->
                        threads.check(
                                        () -> {
                                            throw new IllegalStateException("a mistake");
                                        },
                                        "full")
                                .toCompletableFuture()
                                .get(20, java.util.concurrent.TimeUnit.SECONDS))
                .hasMessageContaining("a mistake");
        assertThat(
                        threads.check(() -> "done", "full")
                                .toCompletableFuture()
                                .get(20, java.util.concurrent.TimeUnit.SECONDS))
                .isEqualTo("done");
    }

    @Test
    void thereIsAtLeastOneThreadAndRoomForOne() {
        for (int none : new int[] {0, -1}) {
            assertThatThrownBy(() -> TokenVerifier.builder().signatureThreads(none))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> TokenVerifier.builder().waitingSignatures(none))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(SignatureThreads.usual())
                .isBetween(1, Runtime.getRuntime().availableProcessors());
    }
}
