package dev.duplex.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// What came of a question.
final class Answers {
    private Answers() {}

    /// What was answered at once.
    static <T> Result<T> atOnce(CompletionStage<Result<T>> stage) {
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    /// What is answered, here or by a thread that checks signatures or fetches keys.
    static <T> Result<T> await(CompletionStage<Result<T>> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    static <T> T granted(Result<T> result) {
        return switch (result) {
            case Result.Done<T>(T value) -> value;
            case Result.Refused<T> refused -> fail("refused: " + refused);
        };
    }

    static void refused(Result<?> result, Problem problem, String reason) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        it -> {
                            assertThat(it.problem()).isEqualTo(problem);
                            assertThat(it.reason()).contains(reason);
                        });
    }
}
