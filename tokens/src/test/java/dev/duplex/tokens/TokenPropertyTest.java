package dev.duplex.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.access.Grant;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TokenPropertyTest {
    private static final Instant NOW = Instant.ofEpochSecond(2_000_000_000);

    private static final List<TokenSigner> SIGNERS =
            List.of(
                    TokenSigner.secret(Keys.SECRET).withClock(() -> NOW),
                    TokenSigner.privateKey(Keys.RSA.privatePem()).withClock(() -> NOW),
                    TokenSigner.privateKey(Keys.P256.privatePem()).withClock(() -> NOW),
                    TokenSigner.privateKey(Keys.P521.privatePem()).withClock(() -> NOW),
                    TokenSigner.privateKey(Keys.ED25519.privatePem()).withClock(() -> NOW));
    private static final TokenVerifier VERIFIER =
            TokenVerifier.builder()
                    .secret(Keys.SECRET)
                    .publicKey(Keys.RSA.publicPem())
                    .publicKey(Keys.P256.publicPem())
                    .publicKey(Keys.P521.publicPem())
                    .publicKey(Keys.ED25519.publicPem())
                    .clock(() -> NOW)
                    .build();
    private static final List<String> TOKENS =
            SIGNERS.stream().map(it -> it.connection("42", Duration.ofHours(1))).toList();

    @Property(tries = 2000)
    void noByteOfATokenMayBeAnother(
            @ForAll @IntRange(max = 4) int which,
            @ForAll @IntRange(max = 100_000) int where,
            @ForAll @CharRange(from = ' ', to = 127) char other) {
        StringBuilder token = new StringBuilder(TOKENS.get(which));
        int at = where % token.length();
        if (token.charAt(at) == other) {
            return;
        }
        token.setCharAt(at, other);
        assertThat(Answers.await(VERIFIER.connection(token.toString())))
                .as("%s with %s at %d", TOKENS.get(which), other, at)
                .isInstanceOf(Result.Refused.class);
    }

    @Property(tries = 300)
    void aTokenThatIsCutIsRefused(
            @ForAll @IntRange(max = 4) int which, @ForAll @IntRange(max = 100_000) int end) {
        String token = TOKENS.get(which);
        assertThat(Answers.await(VERIFIER.connection(token.substring(0, end % token.length()))))
                .isInstanceOf(Result.Refused.class);
    }

    @Property(tries = 300)
    void aConnectionTokenSaysWhatWasMeant(
            @ForAll @IntRange(max = 4) int which,
            @ForAll("names") String user,
            @ForAll("payloads") Payload info,
            @ForAll("channels") Map<String, Grant> channels,
            @ForAll @IntRange(min = 1, max = 1_000_000) int seconds,
            @ForAll Optional<@IntRange(min = 1, max = 1_000_000) Integer> connection) {
        ConnectionClaims claims =
                ConnectionClaims.of(user, NOW.plusSeconds(seconds))
                        .withInfo(info)
                        .withChannels(channels)
                        .withExpires(connection.map(NOW::plusSeconds));
        ConnectionClaims read =
                Answers.granted(
                        Answers.await(VERIFIER.connection(SIGNERS.get(which).connection(claims))));
        assertThat(read.user()).isEqualTo(user);
        same(read.info(), info);
        assertThat(read.tokenExpires()).isEqualTo(claims.tokenExpires());
        assertThat(read.expires()).isEqualTo(claims.expires());
        assertThat(read.channels().keySet()).isEqualTo(channels.keySet());
        channels.forEach((channel, grant) -> {
            Grant its = read.channels().getOrDefault(channel, Grant.PLAIN);
            same(its.info(), grant.info());
            same(its.data(), grant.data());
        });
    }

    @Property(tries = 300)
    void aSubscriptionTokenSaysWhatWasMeant(
            @ForAll @IntRange(max = 4) int which,
            @ForAll("names") String user,
            @ForAll("names") String channel,
            @ForAll("payloads") Payload info,
            @ForAll("payloads") Payload data,
            @ForAll Optional<@IntRange(min = 1, max = 1_000_000) Integer> subscription) {
        SubscriptionClaims claims =
                SubscriptionClaims.of(user, channel, NOW.plusSeconds(60))
                        .withInfo(info)
                        .withData(data)
                        .withExpires(subscription.map(NOW::plusSeconds));
        SubscriptionClaims read =
                Answers.granted(
                        Answers.await(
                                VERIFIER.subscription(SIGNERS.get(which).subscription(claims))));
        assertThat(read.user()).isEqualTo(user);
        assertThat(read.channel()).isEqualTo(channel);
        assertThat(read.tokenExpires()).isEqualTo(claims.tokenExpires());
        assertThat(read.expires()).isEqualTo(claims.expires());
        same(read.info(), info);
        same(read.data(), data);
    }

    private static void same(Payload read, Payload meant) {
        assertThat(read.size()).isEqualTo(meant.size());
        if (meant.size() > 0) {
            assertThat(read.kind()).isEqualTo(meant.kind());
        }
        assertThat(read.bytes()).isEqualTo(meant.bytes());
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .ofMaxLength(20)
                .filter(it -> StandardCharsets.UTF_8.newEncoder().canEncode(it));
    }

    @Provide
    Arbitrary<Payload> payloads() {
        Arbitrary<Payload> json =
                Arbitraries.of(
                                "1",
                                "-0.50e+7",
                                "123456789012345678901234567890",
                                "true",
                                "false",
                                "\"\"",
                                "\"a\\n\\u00e9 \\\" é🙂\"",
                                "[]",
                                "{}",
                                "[1, 2 ,{\"a\" : [null,\"]}\"]}]",
                                "{\"name\":\"Ada\",\"name2\":{\"b\":1.0}}")
                        .map(it ->
                                Payload.of(Payload.Kind.JSON, it.getBytes(StandardCharsets.UTF_8)));
        Arbitrary<Payload> binary =
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofMinSize(1)
                        .ofMaxSize(40)
                        .map(it -> Payload.of(Payload.Kind.BINARY, it));
        return Arbitraries.oneOf(json, binary, Arbitraries.just(Payload.none()));
    }

    @Provide
    Arbitrary<@Size(max = 4) Map<String, Grant>> channels() {
        Arbitrary<Grant> grants =
                net.jqwik.api.Combinators.combine(payloads(), payloads())
                        .as((info, data) -> new Grant(info, data, Optional.empty()));
        return Arbitraries.maps(names(), grants).ofMaxSize(4);
    }
}
