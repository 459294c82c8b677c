package dev.duplex.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RulesTest {
    private static final Identity USER = Identity.of("42", Payload.none());

    private static <T> Result<T> now(CompletionStage<Result<T>> stage) {
        return stage.toCompletableFuture().getNow(Result.refused(Problem.TOO_BUSY, "not done yet"));
    }

    private static boolean may(Rules rules, Identity who, Action action, boolean subscribed) {
        Access access = RulesAccess.anonymous(Map.of("chat", rules));
        Result<Grant> result =
                now(access.permit(new Intent(who, action, "chat:a", "", subscribed)));
        if (result instanceof Result.Refused<Grant>(Problem problem, String reason)) {
            assertThat(problem).isEqualTo(Problem.PERMISSION_DENIED);
            assertThat(reason).contains(action.name(), "chat:a");
            return false;
        }
        assertThat(result).isEqualTo(Result.done(Grant.PLAIN));
        return true;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotSaidNobodyMayDo(Action action) {
        assertThat(may(Rules.CLOSED, USER, action, true)).isFalse();
        Access none = RulesAccess.anonymous(Map.of());
        assertThat(now(none.permit(new Intent(USER, action, "chat:a", "", true))))
                .isInstanceOf(Result.Refused.class);
    }

    @ParameterizedTest
    @EnumSource
    void eachActionHasARuleOfItsOwn(Action open) {
        Rules rules =
                switch (open) {
                    case SUBSCRIBE -> Rules.CLOSED.withSubscribe(Who.ANYONE);
                    case PUBLISH -> Rules.CLOSED.withPublish(Who.ANYONE);
                    case HISTORY -> Rules.CLOSED.withHistory(Who.ANYONE);
                    case PRESENCE -> Rules.CLOSED.withPresence(Who.ANYONE);
                };
        Set<Action> permitted = EnumSet.noneOf(Action.class);
        for (Action action : Action.values()) {
            if (may(rules, Identity.ANONYMOUS, action, false)) {
                permitted.add(action);
            }
        }
        assertThat(permitted).containsExactly(open);
    }

    @ParameterizedTest(name = "{0}: anonymous {1}, anonymous subscriber {2}, user {3}")
    @CsvSource({
        "NOBODY, false, false, false",
        "SUBSCRIBERS, false, true, false",
        "NAMED, false, false, false",
        "USERS, false, false, true",
        "ANYONE, true, true, true"
    })
    void permitsWhomItSays(Who who, boolean anonymous, boolean subscriber, boolean user) {
        Rules rules = Rules.CLOSED.withPublish(who);
        assertThat(may(rules, Identity.ANONYMOUS, Action.PUBLISH, false)).isEqualTo(anonymous);
        assertThat(may(rules, Identity.ANONYMOUS, Action.PUBLISH, true)).isEqualTo(subscriber);
        assertThat(may(rules, USER, Action.PUBLISH, false)).isEqualTo(user);
    }

    @Test
    void withoutSomebodyWhoKnowsTokensATokenIsNone() {
        assertThat(may(Rules.CLOSED.withSubscribe(Who.TOKEN), USER, Action.SUBSCRIBE, false))
                .isFalse();
        Access access = RulesAccess.anonymous(Map.of("chat", Rules.OPEN.withSubscribe(Who.TOKEN)));
        assertThat(now(access.permit(new Intent(USER, Action.SUBSCRIBE, "chat:a", "x", false))))
                .isInstanceOf(Result.Refused.class);
    }

    @ParameterizedTest(name = "user {1} in {0}: {2}")
    @CsvSource({
        "inbox:#42, 42, true",
        "inbox:alerts#42, 42, true",
        "'inbox:#41,42,43', 42, true",
        "'inbox:#41,42,43', 4, false",
        "'inbox:#41,42,43', '41,42', false",
        "inbox:#42, 43, false",
        "inbox:#42, 4, false",
        "inbox:42, 42, false",
        "inbox:#, '', false",
        "'inbox:#42,', '', false",
        "inbox:, '', false",
        "inbox:a#41#42, 42, true",
        "inbox:a#41#42, 41, false",
        "inbox:a#41#42, '41#42', false"
    })
    void aChannelsNameNamesItsUsers(String channel, String user, String may) {
        Access access =
                RulesAccess.anonymous(Map.of("inbox", Rules.CLOSED.withSubscribe(Who.NAMED)));
        Identity who = user.isEmpty() ? Identity.ANONYMOUS : Identity.of(user, Payload.none());
        assertThat(
                        now(access.permit(new Intent(who, Action.SUBSCRIBE, channel, "", false)))
                                instanceof Result.Done)
                .isEqualTo(Boolean.parseBoolean(may));
    }

    @Test
    void aNamespaceNamesNobody() {
        Access access =
                RulesAccess.anonymous(Map.of("a#42", Rules.CLOSED.withSubscribe(Who.NAMED)));
        assertThat(now(access.permit(new Intent(USER, Action.SUBSCRIBE, "a#42:b", "", false))))
                .isInstanceOf(Result.Refused.class);
    }

    @Test
    void rulesThatNobodyCouldMeetAreRefused() {
        assertThatThrownBy(() -> Rules.OPEN.withSubscribe(Who.SUBSCRIBERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("subscribe");
        assertThatThrownBy(() -> Rules.OPEN.withPublish(Who.TOKEN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rules.OPEN.withHistory(Who.TOKEN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rules.OPEN.withPresence(Who.TOKEN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
