package dev.duplex.verify.client;

import java.io.IOException;

/// The server has answered that it does not do what was asked for.
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final long code;

    RefusedException(long code, String message) {
        super(message + " (error " + code + ")");
        this.code = code;
    }

    /// The error's code.
    long code() {
        return code;
    }
}
