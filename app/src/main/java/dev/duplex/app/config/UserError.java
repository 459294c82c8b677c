package dev.duplex.app.config;

import java.util.List;

/// Something that the person who started the program can put right: printed as one sentence for each
/// thing that is wrong, without a stack trace.
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

    /// Several at once, a line for each; what makes no sense decides the exit code.
    ///
    /// @param errors at least one
    static UserError all(List<UserError> errors) {
        int exitCode = errors.stream().mapToInt(UserError::exitCode).max().orElseThrow();
        return new UserError(
                exitCode, String.join("\n", errors.stream().map(UserError::getMessage).toList()));
    }

    /// A wrong option, variable, key or file of settings.
    public static UserError usage(String message) {
        return new UserError(USAGE, message);
    }

    /// Something outside the settings went wrong: a port is taken, a certificate cannot be used.
    public static UserError runtime(String message) {
        return new UserError(RUNTIME, message);
    }

    /// One sentence for each thing that is wrong.
    public List<String> sentences() {
        return String.valueOf(getMessage()).lines().toList();
    }

    /// The same, of something that makes no sense.
    public UserError asUsage() {
        return new UserError(USAGE, String.valueOf(getMessage()));
    }

    /// What the program exits with.
    public int exitCode() {
        return exitCode;
    }
}
