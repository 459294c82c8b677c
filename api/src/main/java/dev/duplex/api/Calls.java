package dev.duplex.api;

import dev.duplex.channels.Failures;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Carries out calls of methods: whatever happens, there is an answer. On threads that may wait.
final class Calls {
    private static final System.Logger LOG = System.getLogger(Calls.class.getName());

    private Calls() {}

    /// Does something on a thread that may wait: what answers a call may, and must not on a thread of the engine that has done the one before.
    static void onThreadOfItsOwn(Runnable task) {
        Thread.ofVirtual().name("duplex-api").start(task);
    }

    /// Carries out a call, if all that is required is there.
    static CompletionStage<Answer> run(Method method, Values request) {
        for (Field<?> field : method.fields()) {
            if (field.required() && request.get(field).equals(field.type().absent())) {
                return CompletableFuture.completedStage(
                        Answer.bad("the field " + field.name() + " is required"));
            }
        }
        return guarded(() -> method.action().run(request), method.name());
    }

    /// Does something, and answers what it throws with an error, which is logged.
    static CompletionStage<Answer> guarded(Supplier<CompletionStage<Answer>> action, String what) {
        CompletionStage<Answer> stage;
        try {
            stage = action.get();
        } catch (RuntimeException thrown) {
            stage = CompletableFuture.failedStage(thrown);
        }
        return stage.exceptionally(thrown -> {
            LOG.log(Failures.level(thrown), "the API could not carry out " + what, thrown);
            return new Answer.Failed(ErrorCode.INTERNAL, "");
        });
    }

    /// Waits for an answer.
    ///
    /// @param deadline by [System#nanoTime]
    static Answer await(CompletionStage<Answer> stage, long deadline) {
        try {
            return stage.toCompletableFuture()
                    .get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new Answer.Failed(
                    ErrorCode.INTERNAL, "no answer in time; it may be done nevertheless");
        } catch (ExecutionException e) {
            LOG.log(Level.ERROR, "the API could not carry out a call", e.getCause());
            return new Answer.Failed(ErrorCode.INTERNAL, "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Failed(ErrorCode.INTERNAL, "interrupted");
        }
    }

    /// Tells the observer of an answer.
    ///
    /// @return the answer
    static Answer told(ApiOptions options, Optional<Method> method, Answer answer) {
        int error =
                switch (answer) {
                    case Answer.Done _ -> 0;
                    case Answer.Failed failed -> failed.code().code();
                };
        options.observer().answered(method.map(Method::name).orElse(""), error);
        return answer;
    }

    /// When a call that begins now has to be answered.
    static long deadline(Duration timeout) {
        return System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    }

    /// Why a method that is not in the table is not carried out.
    static Answer.Failed unknown(String name) {
        return Methods.isNotAvailable(name)
                ? Answer.notAvailable("this server does not have the method")
                : new Answer.Failed(ErrorCode.NOT_FOUND, "there is no method " + shown(name));
    }

    static Answer.Failed tooManyCommands(ApiOptions options) {
        return new Answer.Failed(
                ErrorCode.LIMIT_EXCEEDED,
                "a request has at most " + options.batchCommands() + " commands");
    }

    /// The beginning of a name that a peer chose.
    private static String shown(String name) {
        return Optional.of(name)
                .filter(it -> it.length() <= 64)
                .orElseGet(() -> name.substring(0, 64) + "…");
    }
}
