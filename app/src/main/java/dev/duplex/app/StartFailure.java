package dev.duplex.app;

import dev.duplex.app.config.ServeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.util.Objects;

/// Why a server could not start, for the person who started it.
final class StartFailure {
    private StartFailure() {}

    /// One sentence. Transports word a failure to bind each in its own way; what they share is the
    /// system's text for the error.
    static String sentence(UncheckedIOException failure, ServeOptions options) {
        IOException cause = Objects.requireNonNull(failure.getCause(), "cause");
        String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        if (message.contains("Address already in use")) {
            return "port "
                    + options.port()
                    + " is taken: another program listens there; choose another with --port";
        }
        if (message.contains("Permission denied") && options.port() < 1024) {
            return "port "
                    + options.port()
                    + " is below 1024 and this user may not listen there; choose another with --port";
        }
        if (message.contains("Cannot assign requested address")) {
            return options.host()
                    + " is not an address of this machine; choose another with --host";
        }
        if (cause instanceof UnknownHostException) {
            return "there is no host " + options.host();
        }
        if (cause instanceof BindException) {
            return "cannot listen on port " + options.port() + ": " + message;
        }
        return Objects.requireNonNullElse(failure.getMessage(), message);
    }
}
