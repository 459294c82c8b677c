package dev.duplex.app.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.access.Action;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.access.Who;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import dev.duplex.testkit.InMemoryRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is who without accounts, and what they call themselves.
class DevelopmentUsersTest {
    private static final String ANN = "dev." + "a".repeat(32);
    private static final String BOB = "dev." + "b".repeat(32);
    private static final Rules DIRECT = new Rules(Who.NAMED, Who.NAMED, Who.NAMED, Who.NAMED);

    private final DevelopmentUsers users =
            new DevelopmentUsers(RulesAccess.anonymous(Map.of("direct", DIRECT)));

    private Result<Admission> connect(String token, String data) {
        Payload payload =
                data.isEmpty()
                        ? Payload.none()
                        : Payload.of(Payload.Kind.JSON, data.getBytes(UTF_8));
        return users.connect(new Attempt(token, payload, InMemoryRequest.of("/")))
                .toCompletableFuture()
                .join();
    }

    private Identity identity(String token, String data) {
        return connect(token, data).orElseThrow().identity();
    }

    private static String text(Payload payload) {
        return new String(payload.bytes(), UTF_8);
    }

    private boolean mayRead(Identity identity, String channel) {
        Intent intent = new Intent(identity, Action.HISTORY, channel, "", false);
        return users.permit(intent).toCompletableFuture().join() instanceof Result.Done;
    }

    @Test
    void aSecretIsAlwaysTheSameUserAndAnotherIsAnother() {
        Identity ann = identity(ANN, "");
        assertThat(ann.user()).hasSize(16).isEqualTo(identity(ANN, "{\"name\":\"x\"}").user());
        assertThat(identity(BOB, "").user()).isNotEqualTo(ann.user());
        assertThat(text(connect(ANN, "").orElseThrow().data()))
                .isEqualTo("{\"user\":\"" + ann.user() + "\"}");
    }

    @Test
    void whoShowsNothingIsAnonymous() {
        assertThat(identity("", "{\"name\":\"Ann\"}")).isEqualTo(Identity.ANONYMOUS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.",
                "dev.short",
                "dev.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "dev.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "a.b.c"
            })
    void whatIsNoSecretIsRefused(String token) {
        assertThat(connect(token, ""))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        it -> assertThat(it.problem()).isEqualTo(Problem.UNAUTHENTICATED));
    }

    @Test
    void theNameIsWhatOthersSeeAndIsCut() {
        assertThat(text(identity(ANN, "{\"name\":\" Ann \\\"A\\\"\"}").info()))
                .isEqualTo("{\"name\":\"Ann \\\"A\\\"\"}");
        String wide = "😀".repeat(DevelopmentUsers.MAX_NAME_LENGTH);
        assertThat(identity(ANN, "{\"name\":\"" + wide + "x\"}").info())
                .isEqualTo(identity(ANN, "{\"name\":\"" + wide + "\"}").info());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\" \"}", "{\"name\":{}}", "[]", "no json", "\"Ann\""})
    void withoutANameThereIsNoInfo(String data) {
        assertThat(identity(ANN, data).info().bytes()).isEmpty();
    }

    @Test
    void aConversationOfTwoIsForThem() {
        Identity ann = identity(ANN, "");
        Identity bob = identity(BOB, "");
        String theirs = "direct:#" + ann.user() + "," + bob.user();
        assertThat(mayRead(ann, theirs)).isTrue();
        assertThat(mayRead(bob, theirs)).isTrue();
        assertThat(mayRead(identity("dev." + "c".repeat(32), ""), theirs)).isFalse();
        assertThat(mayRead(Identity.ANONYMOUS, theirs)).isFalse();
    }
}
