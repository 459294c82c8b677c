package dev.duplex.tokens;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The public keys that an identity provider publishes at a URL (RFC 7517 §5). Fetched when first needed, kept for a time, and fetched
/// again when a token names a key that is not among them. Any thread; nobody waits but in the stages it gives, and there only for a key
/// that is not known.
public final class Jwks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Jwks.class.getName());

    /// Keys by their id, and when they were fetched.
    private record Fetched(Map<String, List<VerificationKey>> keys, long at) {}

    private final URI uri;
    private final Duration keptFor;
    private final Duration staleFor;
    private final Duration interval;
    private final Duration timeout;
    private final int maxBytes;
    private final int maxKeys;
    private final LongSupplier nanoTime;
    private final HttpClient http;

    private final Object lock = new Object();
    private @Nullable Fetched fetched;
    private @Nullable Long attempted;
    private boolean failed;
    private @Nullable CompletableFuture<Void> underWay;

    private Jwks(Builder builder) {
        uri = builder.uri;
        keptFor = builder.keptFor;
        staleFor = builder.staleFor;
        interval = builder.interval;
        timeout = builder.timeout;
        maxBytes = builder.maxBytes;
        maxKeys = builder.maxKeys;
        nanoTime = builder.nanoTime;
        http =
                HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /// @param uri by `https`; by `http` on this machine only, unless [Builder#plainHttp] is said
    public static Builder builder(URI uri) {
        return new Builder(uri);
    }

    /// The keys of that id: at once, if they are known, also while they are being fetched again. For one that is not known, what is being
    /// fetched is waited for, not longer than its timeout.
    ///
    /// @return [Problem#UNAUTHENTICATED] if there are none, [Problem#UNAVAILABLE] if that cannot be told
    CompletionStage<Result<List<VerificationKey>>> find(String id) {
        CompletionStage<Result<List<VerificationKey>>> found;
        boolean begins;
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            boolean known = isUsable(now) && known(id).isPresent();
            begins = underWay == null && mayFetch(now) && !(known && isFresh(now));
            if (begins) {
                underWay = new CompletableFuture<>();
                attempted = now;
            }
            found =
                    known || underWay == null
                            ? CompletableFuture.completedStage(answer(id, now))
                            : underWay.thenApply(_ -> answerNow(id));
        }
        if (begins) {
            fetch();
        }
        return found;
    }

    private Result<List<VerificationKey>> answerNow(String id) {
        synchronized (lock) {
            return answer(id, nanoTime.getAsLong());
        }
    }

    private boolean isUsable(long now) {
        return fetched != null && isWithin(keptFor.plus(staleFor), fetched.at, now);
    }

    private boolean isFresh(long now) {
        return fetched != null && isWithin(keptFor, fetched.at, now);
    }

    private boolean mayFetch(long now) {
        return attempted == null || !isWithin(interval, attempted, now);
    }

    private static boolean isWithin(Duration time, long since, long now) {
        return Duration.ofNanos(now - since).compareTo(time) < 0;
    }

    private Optional<List<VerificationKey>> known(String id) {
        return fetched == null ? Optional.empty() : Optional.ofNullable(fetched.keys.get(id));
    }

    private Result<List<VerificationKey>> answer(String id, long now) {
        boolean usable = isUsable(now);
        Optional<List<VerificationKey>> keys = known(id);
        if (usable && keys.isPresent()) {
            return Result.done(keys.get());
        }
        return usable && !failed
                ? Result.refused(Problem.UNAUTHENTICATED, "there is no key of the token's kid")
                : Result.refused(Problem.UNAVAILABLE, "the keys cannot be fetched");
    }

    // --- fetching

    private void fetch() {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Accept", "application/jwk-set+json, application/json")
                        .timeout(timeout)
                        .build();
        CompletableFuture<HttpResponse<byte[]>> sent =
                http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), maxBytes));
        // The request's own timeout ends with the response's head.
        sent.copy()
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((response, failure) -> {
                    if (failure instanceof TimeoutException) {
                        sent.cancel(true);
                    }
                    if (failure == null) {
                        done(response);
                    } else {
                        finished(null, failure);
                    }
                });
    }

    private void done(HttpResponse<byte[]> response) {
        try {
            finished(read(response), null);
        } catch (IOException | ParseException | RuntimeException e) {
            finished(null, e);
        }
    }

    private Fetched read(HttpResponse<byte[]> response) throws IOException, ParseException {
        if (response.statusCode() != 200) {
            throw new IOException("the answer has status " + response.statusCode());
        }
        Map<String, Object>[] all =
                JSONObjectUtils.getJSONObjectArray(
                        JSONObjectUtils.parse(new String(response.body(), StandardCharsets.UTF_8)),
                        "keys");
        if (all == null) {
            throw new IOException("the answer is no set of keys");
        }
        if (all.length > maxKeys) {
            throw new IOException("there are " + all.length + " keys, more than " + maxKeys);
        }
        Map<String, List<VerificationKey>> keys = new HashMap<>();
        for (Map<String, Object> each : all) {
            jwk(each)
                    .filter(jwk -> jwk.getKeyID() != null)
                    .ifPresent(jwk ->
                            VerificationKey.of(jwk)
                                    .ifPresent(it ->
                                            keys.computeIfAbsent(
                                                            jwk.getKeyID(), _ -> new ArrayList<>(1))
                                                    .add(it)));
        }
        if (keys.isEmpty()) {
            throw new IOException("none of its keys has a kid and is for verifying tokens");
        }
        return new Fetched(keys, nanoTime.getAsLong());
    }

    /// One that makes no sense here may be for others, and is no reason to do without the rest (RFC 7517 §5).
    private static Optional<JWK> jwk(Map<String, Object> each) {
        try {
            return Optional.of(JWK.parse(each));
        } catch (ParseException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.DEBUG, "a key of the set is left out: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    private void finished(@Nullable Fetched now, @Nullable Throwable failure) {
        CompletableFuture<Void> waited;
        synchronized (lock) {
            if (now != null) {
                fetched = now;
            }
            failed = failure != null;
            waited = underWay;
            underWay = null;
        }
        if (failure != null) {
            LOG.log(System.Logger.Level.WARNING, "cannot fetch keys from " + uri, failure);
        }
        if (waited != null) {
            waited.complete(null);
        }
    }

    /// Ends what is being fetched: it fails.
    @Override
    public void close() {
        http.shutdownNow();
    }

    /// Makes one.
    public static final class Builder {
        private final URI uri;
        private Duration keptFor = Duration.ofMinutes(15);
        private Duration staleFor = Duration.ofHours(1);
        private Duration interval = Duration.ofSeconds(10);
        private Duration timeout = Duration.ofSeconds(5);
        private int maxBytes = 256 << 10;
        private int maxKeys = 64;
        private boolean plainHttp;
        private LongSupplier nanoTime = System::nanoTime;

        private Builder(URI uri) {
            this.uri = uri;
        }

        /// For how long keys are used before they are fetched again, by default 15 minutes. The first token after it begins that, and does
        /// not wait: a key that was taken back is refused when that answer is there.
        public Builder keptFor(Duration time) {
            keptFor = positive(time);
            return this;
        }

        /// For how long after that they are still used while the URL fails or does not answer, by default an hour. With zero tokens wait
        /// for the answer instead.
        ///
        /// @param time may be zero
        public Builder staleFor(Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("a time must not be negative");
            }
            staleFor = time;
            return this;
        }

        /// How long after an attempt to fetch the next may follow, by default 10 seconds.
        public Builder interval(Duration time) {
            interval = positive(time);
            return this;
        }

        /// How long fetching may take in all, by default 5 seconds.
        public Builder timeout(Duration time) {
            timeout = positive(time);
            return this;
        }

        /// How large the answer may be, by default 256 KiB.
        public Builder maxBytes(int bytes) {
            maxBytes = bytes;
            return this;
        }

        /// How many keys it may have, by default 64.
        public Builder maxKeys(int keys) {
            maxKeys = keys;
            return this;
        }

        /// That `http` is trusted on the way to another machine: whoever is on it can give keys.
        public Builder plainHttp() {
            plainHttp = true;
            return this;
        }

        /// Where the time is from, in nanoseconds since whenever, by default [System#nanoTime]: a clock that somebody sets would keep keys
        /// for as much too long, or have none fetched.
        public Builder nanoTime(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            return this;
        }

        private static Duration positive(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a time must be more than zero");
            }
            return time;
        }

        /// @throws IllegalArgumentException if the URL is not by `https`, and nothing else was said; or if it has a password, which would
        ///     not be sent, but be in the log
        public Jwks build() {
            if (uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "the URL of keys is shown to people, and has no user or password in it");
            }
            String host = uri.getHost();
            if (host == null) {
                throw new IllegalArgumentException("the URL of keys names no host: " + uri);
            }
            boolean here = List.of("127.0.0.1", "localhost", "[::1]").contains(host);
            boolean plain = "http".equalsIgnoreCase(uri.getScheme()) && (here || plainHttp);
            if (!plain && !"https".equalsIgnoreCase(uri.getScheme())) {
                throw new IllegalArgumentException(
                        "keys must be fetched by https, or whoever is on the way can give others: "
                                + uri);
            }
            return new Jwks(this);
        }
    }
}
