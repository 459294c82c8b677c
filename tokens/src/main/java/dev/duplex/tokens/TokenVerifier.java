package dev.duplex.tokens;

import com.nimbusds.jose.JWSObject;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/// Verifies tokens: that they were signed by who has a key, that they are valid now, for us. Immutable but for the keys of a [Jwks]. Any
/// thread; never waits. What is signed by a secret (HS256…) is answered at once. The signature of a public key is checked on threads of
/// their own, and keys may have to be fetched before: then the answer comes on any thread, and answers need not come in the order of
/// their tokens.
///
/// What is refused: [Problem#UNAUTHENTICATED] for a token that is not right, [Problem#EXPIRED] for one that was,
/// [Problem#UNAVAILABLE] if the keys cannot be fetched, [Problem#TOO_BUSY] if too many signatures wait to be checked. The reason is for
/// a log.
public final class TokenVerifier {
    /// By how much clocks may differ, unless something else is said.
    public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofSeconds(30);

    private static final Result<Claims> TOO_BUSY =
            Result.refused(Problem.TOO_BUSY, "too many signatures wait to be checked");

    private final List<VerificationKey> keys;
    private final Optional<Jwks> jwks;
    private final Optional<String> issuer;
    private final Optional<String> audience;
    private final Duration clockSkew;
    private final int maxLength;
    private final boolean unlimited;
    private final InstantSource clock;
    private final SignatureThreads threads;

    private TokenVerifier(Builder builder) {
        keys = List.copyOf(builder.keys);
        jwks = builder.jwks;
        issuer = builder.issuer;
        audience = builder.audience;
        clockSkew = builder.clockSkew;
        maxLength = builder.maxLength;
        unlimited = builder.unlimited;
        clock = builder.clock;
        threads = new SignatureThreads(builder.signatureThreads, builder.waitingSignatures);
    }

    public static Builder builder() {
        return new Builder();
    }

    /// By how much clocks may differ: times count as later by so much.
    Duration clockSkew() {
        return clockSkew;
    }

    /// Verifies a token to connect with. A subscription token is none.
    public CompletionStage<Result<ConnectionClaims>> connection(String token) {
        return verify(token).thenApply(it -> then(it, TokenVerifier::connection));
    }

    /// Verifies a token to subscribe with.
    public CompletionStage<Result<SubscriptionClaims>> subscription(String token) {
        return verify(token).thenApply(it -> then(it, TokenVerifier::subscription));
    }

    private static Result<ConnectionClaims> connection(Claims claims) {
        if (claims.channel.isPresent()) {
            return wrong("a subscription token is no connection token");
        }
        return claims.subject
                .map(user ->
                        Result.done(
                                new ConnectionClaims(
                                        user,
                                        claims.info,
                                        claims.channels,
                                        claims.expires,
                                        claims.deadline())))
                .orElseGet(() -> wrong("the token names no user (sub)"));
    }

    private static Result<SubscriptionClaims> subscription(Claims claims) {
        if (claims.client.isPresent()) {
            // What is for one connection only must not be good for others.
            return wrong("tokens for one client (claim client) are not taken");
        }
        if (claims.subject.isEmpty()) {
            return wrong("the token names no user (sub)");
        }
        return claims.channel
                .map(channel ->
                        Result.done(
                                new SubscriptionClaims(
                                        claims.subject.get(),
                                        channel,
                                        claims.info,
                                        claims.data,
                                        claims.expires,
                                        claims.deadline())))
                .orElseGet(() -> wrong("the token names no channel"));
    }

    // --- the signature

    private CompletionStage<Result<Claims>> verify(String text) {
        if (text.length() > maxLength) {
            return now(wrong("the token is longer than " + maxLength));
        }
        return switch (parse(text)) {
            case Result.Refused<JWSObject>(Problem problem, String reason) ->
                    now(Result.refused(problem, reason));
            case Result.Done<JWSObject>(JWSObject token) -> verify(token);
        };
    }

    private CompletionStage<Result<Claims>> verify(JWSObject token) {
        return verify(token, keys, () -> verifyByFetched(token));
    }

    private CompletionStage<Result<Claims>> verifyByFetched(JWSObject token) {
        String id = token.getHeader().getKeyID();
        if (jwks.isEmpty() || id == null) {
            return now(
                    wrong(
                            jwks.isEmpty()
                                    ? "none of the keys has signed the token"
                                    : "the token does not name its key (kid)"));
        }
        return jwks.get()
                .find(id)
                .thenCompose(found ->
                        switch (found) {
                            case Result.Refused<List<VerificationKey>>(
                                            Problem problem,
                                            String reason) ->
                                    now(Result.refused(problem, reason));
                            case Result.Done<List<VerificationKey>>(var its) ->
                                    verify(
                                            token,
                                            its,
                                            () -> now(wrong("the key has not signed the token")));
                        });
    }

    /// The claims, if one of these keys has signed the token.
    private CompletionStage<Result<Claims>> verify(
            JWSObject token,
            List<VerificationKey> by,
            Supplier<CompletionStage<Result<Claims>>> otherwise) {
        List<VerificationKey> able = by.stream().filter(it -> it.takes(token)).toList();
        if (able.isEmpty()) {
            return otherwise.get();
        }
        if (VerificationKey.isQuick(token)) {
            return signed(token, able)
                    .<CompletionStage<Result<Claims>>>map(TokenVerifier::now)
                    .orElseGet(otherwise);
        }
        return threads.check(() -> signed(token, able), Optional.of(TOO_BUSY))
                .thenCompose(it ->
                        it.<CompletionStage<Result<Claims>>>map(TokenVerifier::now)
                                .orElseGet(otherwise));
    }

    /// @return empty if none of them has signed it
    private Optional<Result<Claims>> signed(JWSObject token, List<VerificationKey> by) {
        return by.stream().anyMatch(it -> it.verifies(token))
                ? Optional.of(check(token))
                : Optional.empty();
    }

    private static Result<JWSObject> parse(String text) {
        JWSObject token;
        try {
            token = JWSObject.parse(text);
        } catch (ParseException | IllegalArgumentException e) {
            // The latter for an algorithm that is none.
            return wrong("this is no signed token: " + e.getMessage());
        }
        if (!VerificationKey.TAKEN.contains(token.getHeader().getAlgorithm())) {
            return wrong("the token's algorithm is not taken");
        }
        if (token.getHeader().getCriticalParams() != null
                || !token.getHeader().isBase64URLEncodePayload()) {
            return wrong("the token's header asks for what is not known here (crit)");
        }
        if (!isCanonical(text)) {
            return wrong("the token is not in Base64 for URLs, without padding");
        }
        return Result.done(token);
    }

    /// Whether the parts are what encoding them gives: decoders forgive more, so that several texts would be one token.
    private static boolean isCanonical(String text) {
        for (String part : text.split("\\.", -1)) {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(part);
                if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                    return false;
                }
            } catch (IllegalArgumentException _) {
                return false;
            }
        }
        return true;
    }

    // --- the claims

    private Result<Claims> check(JWSObject token) {
        Claims claims;
        try {
            claims = ClaimsReader.read(token.getPayload().toBytes());
        } catch (MalformedClaimsException e) {
            return wrong(e.reason());
        }
        if (issuer.isPresent() && !claims.issuer.equals(issuer)) {
            return wrong("the token is not from " + issuer.get() + " (iss)");
        }
        if (audience.isPresent() && !claims.audience.contains(audience.get())) {
            return wrong("the token is not for " + audience.get() + " (aud)");
        }
        if (claims.expires.isEmpty() && !unlimited) {
            return wrong("the token has no end (exp)");
        }
        Instant now = clock.instant();
        Instant latest = now.plus(clockSkew);
        if (claims.notBefore.filter(it -> it.isAfter(latest)).isPresent()
                || claims.issuedAt.filter(it -> it.isAfter(latest)).isPresent()) {
            return wrong("the token is not valid yet (nbf, iat)");
        }
        Instant earliest = now.minus(clockSkew);
        if (claims.expires.filter(it -> !it.isAfter(earliest)).isPresent()
                || claims.deadline().filter(it -> !it.isAfter(earliest)).isPresent()) {
            return Result.refused(Problem.EXPIRED, "the token has expired");
        }
        return Result.done(claims);
    }

    private static <T> Result<T> wrong(String reason) {
        return Result.refused(Problem.UNAUTHENTICATED, reason);
    }

    private static <T> CompletionStage<T> now(T value) {
        return CompletableFuture.completedStage(value);
    }

    static <T, R> Result<R> then(Result<T> result, Function<T, Result<R>> next) {
        return switch (result) {
            case Result.Refused<T>(Problem problem, String reason) ->
                    Result.refused(problem, reason);
            case Result.Done<T>(T value) -> next.apply(value);
        };
    }

    /// Makes one. It needs at least one key or a [Jwks].
    public static final class Builder {
        private final List<VerificationKey> keys = new ArrayList<>();
        private Optional<Jwks> jwks = Optional.empty();
        private Optional<String> issuer = Optional.empty();
        private Optional<String> audience = Optional.empty();
        private Duration clockSkew = DEFAULT_CLOCK_SKEW;
        private int maxLength = 16 << 10;
        private boolean unlimited;
        private int signatureThreads = SignatureThreads.usual();
        private int waitingSignatures = 4096;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /// A secret, in UTF-8: HS256, of 48 bytes also HS384, of 64 also HS512. Several may be given, as for the other keys: to exchange
        /// one for another.
        ///
        /// @throws IllegalArgumentException if it has less than 32 bytes, or is a key in PEM
        public Builder secret(String secret) {
            return secret(Pem.utf8(secret));
        }

        /// A secret, as bytes.
        ///
        /// @throws IllegalArgumentException as above
        public Builder secret(byte[] secret) {
            keys.add(VerificationKey.secret(secret.clone()));
            return this;
        }

        /// A public key, or a certificate, in PEM: RSA (RS256, RS384, RS512), EC (ES256, ES384 or ES512, by the curve) or Ed25519 (EdDSA).
        ///
        /// @throws IllegalArgumentException if it is something else, or an RSA key of less than 2,048 or more than 8,192 bits
        public Builder publicKey(String pem) {
            keys.add(VerificationKey.of(Pem.publicKey(pem)));
            return this;
        }

        /// Public keys to be fetched. Closed by whoever made it.
        public Builder jwks(Jwks jwks) {
            this.jwks = Optional.of(jwks);
            return this;
        }

        /// What `iss` has to be. By default it is not looked at.
        public Builder issuer(String issuer) {
            this.issuer = Optional.of(issuer);
            return this;
        }

        /// What `aud` has to be or to contain. By default it is not looked at.
        public Builder audience(String audience) {
            this.audience = Optional.of(audience);
            return this;
        }

        /// By how much the clocks of backend and server may differ, by default 30 seconds.
        ///
        /// @param skew from zero to 10 minutes
        public Builder clockSkew(Duration skew) {
            if (skew.isNegative() || skew.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new IllegalArgumentException(
                        "the clock skew must be from zero to 10 minutes");
            }
            clockSkew = skew;
            return this;
        }

        /// How long a token may be in characters, by default 16,384.
        public Builder maxLength(int characters) {
            maxLength = characters;
            return this;
        }

        /// That tokens without `exp` are taken: whoever finds one has it for good.
        public Builder unlimited() {
            unlimited = true;
            return this;
        }

        /// How many threads check the signatures of public keys, by default one for each two processors. They begin when they are needed.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder signatureThreads(int threads) {
            signatureThreads = positive(threads);
            return this;
        }

        /// How many signatures of public keys may wait for those threads, by default 4,096: a second of work or less.
        /// Further tokens are refused with [Problem#TOO_BUSY], and their clients come again.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder waitingSignatures(int signatures) {
            waitingSignatures = positive(signatures);
            return this;
        }

        private static int positive(int count) {
            if (count <= 0) {
                throw new IllegalArgumentException("a number must be more than zero");
            }
            return count;
        }

        /// Where the time is from, by default the system.
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /// @throws IllegalStateException if there is no key
        public TokenVerifier build() {
            if (keys.isEmpty() && jwks.isEmpty()) {
                throw new IllegalStateException(
                        "tokens cannot be verified without a secret, a public key, or the URL of keys");
            }
            return new TokenVerifier(this);
        }
    }
}
