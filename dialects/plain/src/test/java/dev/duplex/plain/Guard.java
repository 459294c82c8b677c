package dev.duplex.plain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.duplex.access.Access;
import dev.duplex.access.Action;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Payload.Kind;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Admits by the token's name, and lets do what it names; asked for `late` it answers when the test says so.
final class Guard implements Access {
    final List<CompletableFuture<Result<Grant>>> late = new ArrayList<>();
    Optional<Instant> expires = Optional.empty();

    @Override
    public CompletionStage<Result<Admission>> connect(Attempt attempt) {
        return switch (attempt.token()) {
            case "wrong" -> refused(Problem.UNAUTHENTICATED);
            case "old" -> refused(Problem.EXPIRED);
            case "broken" -> throw new IllegalStateException("a bug of the program's");
            case "failing" -> CompletableFuture.failedStage(new IllegalStateException("down"));
            case "stageless", "resultless", "admissionless" -> nothing(attempt.token());
            default ->
                    CompletableFuture.completedStage(
                            Result.done(
                                    Admission.of(
                                            new Identity(
                                                    attempt.token(), Payload.none(), expires))));
        };
    }

    @Override
    public CompletionStage<Result<Grant>> permit(Intent intent) {
        String user = intent.identity().user();
        if (user.equals("late")) {
            late.add(new CompletableFuture<>());
            return late.getLast();
        }
        if (user.equals("seated") && intent.action() == Action.SUBSCRIBE) {
            return CompletableFuture.completedStage(
                    Result.done(
                            new Grant(
                                    Payload.of(Kind.JSON, "{\"seat\":3}".getBytes(UTF_8)),
                                    Payload.none(),
                                    Optional.empty())));
        }
        boolean mayNot =
                user.equals("nobody")
                        || (user.equals("reader") && intent.action() != Action.SUBSCRIBE);
        return mayNot
                ? refused(Problem.PERMISSION_DENIED)
                : CompletableFuture.completedStage(Result.done(Grant.PLAIN));
    }

    /// What nothing but the compiler keeps a program from.
    @SuppressWarnings("NullAway")
    private static <T> CompletionStage<Result<T>> nothing(String what) {
        return switch (what) {
            case "stageless" -> null;
            case "resultless" -> CompletableFuture.completedStage(null);
            default -> CompletableFuture.completedStage(Result.done(null));
        };
    }

    private <T> CompletionStage<Result<T>> refused(Problem problem) {
        return CompletableFuture.completedStage(Result.refused(problem, "no"));
    }
}
