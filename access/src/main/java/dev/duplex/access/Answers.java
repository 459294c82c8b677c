package dev.duplex.access;

import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Answers that are known at once.
final class Answers {
    private Answers() {}

    static <T> CompletionStage<Result<T>> done(T value) {
        return CompletableFuture.completedStage(Result.done(value));
    }

    static <T> CompletionStage<Result<T>> refused(Problem problem, String reason) {
        return CompletableFuture.completedStage(Result.refused(problem, reason));
    }
}
