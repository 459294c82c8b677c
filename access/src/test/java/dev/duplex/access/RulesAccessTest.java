package dev.duplex.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import dev.duplex.testkit.InMemoryRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesAccessTest {
    private static Result<Admission> connect(Access access, String token) {
        return access.connect(new Attempt(token, Payload.none(), InMemoryRequest.of("/")))
                .toCompletableFuture()
                .getNow(Result.refused(Problem.TOO_BUSY, "not done yet"));
    }

    @Test
    void anonymousClientsConnectOnlyWhereThatIsSaid() {
        assertThat(connect(RulesAccess.anonymous(Map.of()), ""))
                .isEqualTo(Result.done(Admission.of(Identity.ANONYMOUS)));
        assertThat(connect(new RulesAccess(Map.of(), false), ""))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        it -> assertThat(it.problem()).isEqualTo(Problem.UNAUTHENTICATED));
    }

    @Test
    void aTokenIsRefusedWhereNobodyKnowsAny() {
        assertThat(connect(RulesAccess.anonymous(Map.of()), "a.b.c"))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        it -> assertThat(it.problem()).isEqualTo(Problem.UNAUTHENTICATED));
    }
}
