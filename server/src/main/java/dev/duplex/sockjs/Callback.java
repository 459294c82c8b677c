package dev.duplex.sockjs;

import dev.duplex.http.Request;
import java.util.Optional;
import java.util.regex.Pattern;

/// The function that a script-based transport calls: named by the client, and therefore checked
/// before it becomes part of a script (`JsonPolling`, `HtmlFile`).
sealed interface Callback {
    /// May stand in a script.
    record Named(String name) implements Callback {}

    /// Cannot; the answer to the request is 500 with this text.
    record Refused(String why) implements Callback {}

    /// Longer ones are refused.
    int MAX_LENGTH = 128;

    Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");

    static Callback of(Request request) {
        Optional<String> name = request.query("c").or(() -> request.query("callback"));
        if (name.isEmpty() || name.get().isEmpty()) {
            return new Refused("\"callback\" parameter required\n");
        }
        return name.get().length() <= MAX_LENGTH && NAME.matcher(name.get()).matches()
                ? new Named(name.get())
                : new Refused("invalid \"callback\" parameter\n");
    }
}
