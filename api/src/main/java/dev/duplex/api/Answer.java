package dev.duplex.api;

import dev.duplex.channels.Result;

/// What a method is answered with.
sealed interface Answer {
    /// It was done, and came to this.
    record Done(Values result) implements Answer {}

    /// It was not done.
    ///
    /// @param why in a sentence, perhaps empty
    record Failed(ErrorCode code, String why) implements Answer {
        /// The protocol's words, and then ours.
        String message() {
            return why.isEmpty() ? code.words() : code.words() + ": " + why;
        }
    }

    /// Of a command that came to nothing more than being done.
    Answer EMPTY = new Done(Values.of());

    static Failed bad(String why) {
        return new Failed(ErrorCode.BAD_REQUEST, why);
    }

    static Failed notAvailable(String what) {
        return new Failed(ErrorCode.NOT_AVAILABLE, what);
    }

    static Answer of(Result<Values> result) {
        return switch (result) {
            case Result.Done<Values>(Values values) -> new Done(values);
            case Result.Refused<Values> it -> new Failed(ErrorCode.of(it.problem()), it.reason());
        };
    }
}
