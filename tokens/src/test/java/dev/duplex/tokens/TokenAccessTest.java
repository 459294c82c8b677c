package dev.duplex.tokens;

import static dev.duplex.tokens.Answers.atOnce;
import static dev.duplex.tokens.Answers.granted;
import static dev.duplex.tokens.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.access.Action;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.access.Who;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import dev.duplex.testkit.InMemoryRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenAccessTest {
    private static final Instant NOW = Instant.ofEpochSecond(2_000_000_000);
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String OTHER = "the secret of subscriptions, of 32 bytes";

    private static final Map<String, Rules> RULES =
            Map.of(
                    "open",
                    Rules.OPEN,
                    "users",
                    Rules.CLOSED.withSubscribe(Who.USERS),
                    "chat",
                    new Rules(Who.TOKEN, Who.SUBSCRIBERS, Who.SUBSCRIBERS, Who.SUBSCRIBERS),
                    "inbox",
                    Rules.CLOSED.withSubscribe(Who.NAMED),
                    "closed",
                    Rules.CLOSED);
    private static final Identity USER = Identity.of("42", Payload.none());

    private final TokenSigner signer = TokenSigner.secret(Keys.SECRET).withClock(() -> NOW);
    private final TokenAccess access = access(RulesAccess.anonymous(RULES));

    private static TokenVerifier verifier(String secret) {
        return TokenVerifier.builder().secret(secret).clock(() -> NOW).build();
    }

    private static TokenAccess access(RulesAccess rules) {
        return new TokenAccess(verifier(Keys.SECRET), rules);
    }

    private static Payload json(String text) {
        return Payload.of(Payload.Kind.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Result<Admission> connect(TokenAccess access, String token) {
        return atOnce(
                access.connect(
                        new Attempt(token, Payload.none(), InMemoryRequest.of("/connection"))));
    }

    private Result<Grant> subscribe(Identity who, String channel, String token) {
        return atOnce(access.permit(new Intent(who, Action.SUBSCRIBE, channel, token, false)));
    }

    @Test
    void aConnectionTokenSaysWhoItIsAndUntilWhen() {
        Grant grant = new Grant(json("{\"role\":\"owner\"}"), json("[1]"), Optional.empty());
        Admission admission =
                granted(
                        connect(
                                access,
                                signer.connection(
                                        ConnectionClaims.of("42", NOW.plus(MINUTE))
                                                .withInfo(json("{\"name\":\"Ada\"}"))
                                                .withChannels(Map.of("chat:a", grant)))));
        assertThat(admission.identity().user()).isEqualTo("42");
        assertThat(new String(admission.identity().info().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"Ada\"}");
        // Until it would be refused.
        assertThat(admission.identity().expires()).contains(NOW.plus(MINUTE).plus(SKEW));
        assertThat(admission.channels()).containsOnlyKeys("chat:a");
        assertThat(admission.data().size()).isZero();
    }

    @Test
    void whatIsNoTokenOrTooOldIsRefused() {
        refused(connect(access, "x"), Problem.UNAUTHENTICATED, "");
        refused(
                connect(access, signer.connection("42", Duration.ofMinutes(-1))),
                Problem.EXPIRED,
                "");
        refused(
                connect(access, signer.subscription("42", "chat:a", MINUTE)),
                Problem.UNAUTHENTICATED,
                "");
    }

    @Test
    void withoutATokenTheRulesSayWhetherItMayConnect() {
        assertThat(granted(connect(access, "")).identity()).isEqualTo(Identity.ANONYMOUS);
        TokenAccess known = access(new RulesAccess(RULES, false));
        refused(connect(known, ""), Problem.UNAUTHENTICATED, "needed");
        // Whom the backend lets in without knowing it.
        assertThat(granted(connect(known, signer.connection("", MINUTE))).identity().isAnonymous())
                .isTrue();
    }

    @Test
    void aNewTokenOfTheSameUserRefreshes() {
        Identity fresh =
                granted(atOnce(access.refresh(USER, signer.connection("42", Duration.ofHours(1)))));
        assertThat(fresh.user()).isEqualTo("42");
        assertThat(fresh.expires()).contains(NOW.plus(Duration.ofHours(1)).plus(SKEW));
        refused(
                atOnce(access.refresh(USER, signer.connection("43", MINUTE))),
                Problem.UNAUTHENTICATED,
                "another user");
        refused(
                atOnce(access.refresh(USER, signer.connection("42", Duration.ofHours(-1)))),
                Problem.EXPIRED,
                "");
        refused(atOnce(access.refresh(USER, "")), Problem.UNAUTHENTICATED, "");
    }

    @Test
    void aSubscriptionTokenOpensItsChannelToItsUser() {
        Grant grant =
                granted(
                        subscribe(
                                USER,
                                "chat:a",
                                signer.subscription(
                                        SubscriptionClaims.of("42", "chat:a", NOW.plus(MINUTE))
                                                .withInfo(json("1"))
                                                .withData(json("2")))));
        assertThat(grant.info().bytes()).containsExactly('1');
        assertThat(grant.data().bytes()).containsExactly('2');
        assertThat(grant.expires()).contains(NOW.plus(MINUTE).plus(SKEW));
        refused(subscribe(USER, "chat:a", ""), Problem.PERMISSION_DENIED, "TOKEN");
    }

    @Test
    void aSubscriptionTokenOpensNothingElse() {
        String token = signer.subscription("42", "chat:a", MINUTE);
        refused(subscribe(USER, "chat:b", token), Problem.PERMISSION_DENIED, "another channel");
        refused(
                subscribe(Identity.of("43", Payload.none()), "chat:a", token),
                Problem.PERMISSION_DENIED,
                "another user");
        refused(
                subscribe(Identity.ANONYMOUS, "chat:a", token),
                Problem.PERMISSION_DENIED,
                "another user");
        refused(
                subscribe(USER, "chat:a", signer.connection("42", MINUTE)),
                Problem.PERMISSION_DENIED,
                "no channel");
        refused(
                subscribe(
                        USER,
                        "chat:a",
                        signer.subscription("42", "chat:a", Duration.ofMinutes(-1))),
                Problem.EXPIRED,
                "");
        refused(subscribe(USER, "chat:a", "x"), Problem.PERMISSION_DENIED, "");
    }

    @Test
    void anAnonymousClientHasTokensOfAnonymousClients() {
        String token = signer.subscription("", "chat:a", MINUTE);
        granted(subscribe(Identity.ANONYMOUS, "chat:a", token));
        refused(subscribe(USER, "chat:a", token), Problem.PERMISSION_DENIED, "another user");
    }

    @Test
    void aTokenOpensWhatItsRuleDoesNotButNotWhatIsForNobody() {
        Identity other = Identity.of("43", Payload.none());
        refused(subscribe(other, "inbox:#42", ""), Problem.PERMISSION_DENIED, "NAMED");
        granted(subscribe(other, "inbox:#42", signer.subscription("43", "inbox:#42", MINUTE)));
        refused(
                subscribe(USER, "closed:a", signer.subscription("42", "closed:a", MINUTE)),
                Problem.PERMISSION_DENIED,
                "nobody");
        refused(
                subscribe(USER, "unheard:a", signer.subscription("42", "unheard:a", MINUTE)),
                Problem.PERMISSION_DENIED,
                "nobody");
    }

    @Test
    void aWrongTokenIsRefusedThoughNoneIsNeeded() {
        granted(subscribe(USER, "open:a", ""));
        refused(subscribe(USER, "open:a", "x"), Problem.PERMISSION_DENIED, "");
    }

    @Test
    void whatNeedsNoTokenTheRulesSay() {
        granted(subscribe(USER, "users:a", ""));
        refused(subscribe(Identity.ANONYMOUS, "users:a", ""), Problem.PERMISSION_DENIED, "USERS");
        for (Action action : new Action[] {Action.PUBLISH, Action.HISTORY, Action.PRESENCE}) {
            granted(atOnce(access.permit(new Intent(USER, action, "chat:a", "", true))));
            refused(
                    atOnce(access.permit(new Intent(USER, action, "chat:a", "", false))),
                    Problem.PERMISSION_DENIED,
                    "SUBSCRIBERS");
            // Tokens are for subscribing.
            refused(
                    atOnce(
                            access.permit(
                                    new Intent(
                                            USER,
                                            action,
                                            "chat:a",
                                            signer.subscription("42", "chat:a", MINUTE),
                                            false))),
                    Problem.PERMISSION_DENIED,
                    "SUBSCRIBERS");
        }
    }

    @Test
    void subscriptionTokensMayHaveASecretOfTheirOwn() {
        TokenAccess two =
                new TokenAccess(
                        verifier(Keys.SECRET), verifier(OTHER), RulesAccess.anonymous(RULES));
        TokenSigner subscriptions = TokenSigner.secret(OTHER).withClock(() -> NOW);
        Intent intent =
                new Intent(
                        USER,
                        Action.SUBSCRIBE,
                        "chat:a",
                        subscriptions.subscription("42", "chat:a", MINUTE),
                        false);
        granted(atOnce(two.permit(intent)));
        refused(
                atOnce(
                        two.permit(
                                new Intent(
                                        USER,
                                        Action.SUBSCRIBE,
                                        "chat:a",
                                        signer.subscription("42", "chat:a", MINUTE),
                                        false))),
                Problem.PERMISSION_DENIED,
                "none of the keys");
        refused(
                connect(two, subscriptions.connection("42", MINUTE)),
                Problem.UNAUTHENTICATED,
                "none of the keys");
        granted(connect(two, signer.connection("42", MINUTE)));
    }
}
