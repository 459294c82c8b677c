package dev.duplex.verify;

import java.util.List;

/// A run cannot begin, or cannot go on: there is nothing to judge. The message is for who started it: sentences, one a line.
public final class CannotRunException extends Exception {
    private static final long serialVersionUID = 1;

    CannotRunException(String message) {
        super(message);
    }

    CannotRunException(List<String> sentences) {
        super(String.join("\n", sentences));
    }
}
