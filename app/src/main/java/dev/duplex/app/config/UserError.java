package dev.duplex.app.config;

/// Something that the person who started the program can put right: printed as one sentence,
/// without a stack trace.
public final class UserError extends Exception {
    private static final long serialVersionUID = 1;

    /// The program's exit code when it was asked for something that makes no sense.
    public static final int USAGE = 2;

    /// The program's exit code when it could not do what it was asked for.
    public static final int RUNTIME = 1;

    private final int exitCode;

    private UserError(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// A wrong option, variable, key or file of settings.
    public static UserError usage(String message) {
        return new UserError(USAGE, message);
    }

    /// Something outside the settings went wrong: a port is taken, a certificate cannot be used.
    public static UserError runtime(String message) {
        return new UserError(RUNTIME, message);
    }

    /// What the program exits with.
    public int exitCode() {
        return exitCode;
    }
}
