package dev.duplex.channels;

import java.util.function.Function;

/// What came of something asked of the hub: a value, or why not. What fails by an engine's fault is
/// neither, but an exception.
public sealed interface Result<T> {
    /// It was done.
    record Done<T>(T value) implements Result<T> {}

    /// It was not done.
    ///
    /// @param problem why, for a program
    /// @param reason why, for a person
    record Refused<T>(Problem problem, String reason) implements Result<T> {}

    static <T> Result<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Result<T> refused(Problem problem, String reason) {
        return new Refused<>(problem, reason);
    }

    /// The same with another value.
    default <R> Result<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Done<T>(T value) -> done(change.apply(value));
            case Refused<T>(Problem problem, String reason) -> refused(problem, reason);
        };
    }

    /// The value.
    ///
    /// @throws IllegalStateException if there is none
    default T orElseThrow() {
        return switch (this) {
            case Done<T>(T value) -> value;
            case Refused<T>(Problem problem, String reason) ->
                    throw new IllegalStateException(problem + ": " + reason);
        };
    }
}
