package dev.duplex.app.config;

import java.util.List;

/// A value that was given for a setting.
///
/// @param texts one, or any number for a list
/// @param place where it was given, to begin an error with: `--port`, `duplex.yaml, line 3: port`
record Given(List<String> texts, String place) {
    Given {
        texts = List.copyOf(texts);
    }

    /// The value as a person would write it on one line.
    String text() {
        return String.join(", ", texts);
    }
}
