package dev.duplex.app.config;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with what was given: all of it, so that nobody has to try again for each mistake.
final class Problems {
    private final List<UserError> found = new ArrayList<>();

    /// Adds one; a second time it adds nothing.
    void add(UserError error) {
        if (found.stream().noneMatch(it -> it.sentences().equals(error.sentences()))) {
            found.add(error);
        }
    }

    /// Adds something that makes no sense.
    void add(String sentence) {
        add(UserError.usage(sentence));
    }

    int count() {
        return found.size();
    }

    /// @throws UserError all of them, if there are any
    void throwIfAny() throws UserError {
        if (!found.isEmpty()) {
            throw UserError.all(found);
        }
    }
}
