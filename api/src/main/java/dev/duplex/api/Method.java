package dev.duplex.api;

import java.util.List;
import java.util.concurrent.CompletionStage;

/// A method of the API: what is asked, what is answered, what is done, and what is told of it.
///
/// @param name as in its path
/// @param about what it does, in a sentence
/// @param fields of a request
/// @param result what it is answered with
/// @param examples requests that work, each with its answer
/// @param action does it
record Method(
        String name,
        String about,
        List<Field<?>> fields,
        Type<Values> result,
        List<Example> examples,
        Action action) {
    Method {
        fields = List.copyOf(fields);
        examples = List.copyOf(examples);
    }

    /// Does what a method is for. Called on a thread of its own; what is required is there.
    @FunctionalInterface
    interface Action {
        CompletionStage<Answer> run(Values request);
    }

    /// An example, for people and for the test that tries it.
    ///
    /// @param title what it shows
    /// @param request in JSON
    /// @param result in JSON
    record Example(String title, String request, String result) {}
}
