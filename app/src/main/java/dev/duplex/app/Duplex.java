package dev.duplex.app;

import dev.duplex.app.config.ServeOptions;
import dev.duplex.app.config.ServeSettings;
import dev.duplex.app.config.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program's entry. Exit codes: 0 it did what it was asked for (a server: it was told to end), 1
/// it could not, 2 it was asked for something that makes no sense.
public final class Duplex {
    private Duplex() {}

    /// Runs the program and exits.
    public static void main(String[] arguments) {
        System.exit(run(System.getenv(), System.out, System.err, arguments));
    }

    /// Runs the program until it is over.
    ///
    /// @return its exit code
    static int run(
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            String... arguments) {
        try {
            return execute(CommandLines.of(out), environment, out, arguments);
        } catch (ParameterException e) {
            err.println("duplex: " + problem(e));
            String command = e.getCommandLine().getCommandSpec().qualifiedName();
            err.println("Try '" + command + " --help'.");
            return UserError.USAGE;
        } catch (UserError e) {
            err.println("duplex: " + e.getMessage());
            return e.exitCode();
        }
    }

    private static int execute(
            CommandLine commands,
            Map<String, String> environment,
            PrintStream out,
            String... arguments)
            throws UserError {
        ParseResult parsed = commands.parseArgs(arguments);
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        if (!parsed.hasSubcommand()) {
            throw new ParameterException(commands, "say what to do: serve, or help");
        }
        ServeOptions options =
                ServeOptions.of(CommandLines.settings(parsed.subcommand(), environment));
        Logging.level(options.logLevel());
        try (Serving serving = Serving.start(options)) {
            serving.endWithProcess();
            serving.announce(out);
            serving.awaitEnd();
            return 0;
        }
    }

    private static String problem(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            if (first.startsWith("-")) {
                boolean serve = e.getCommandLine().getCommandName().equals("serve");
                return "there is no option "
                        + first
                        + (serve
                                ? "; did you mean " + ServeSettings.nearestOption(first) + "?"
                                : "");
            }
            return "\"" + first + "\" is not expected here";
        }
        return Objects.requireNonNullElse(e.getMessage(), "wrong arguments");
    }

    /// The version this was built as.
    static String version() {
        try (InputStream in = Duplex.class.getResourceAsStream("version.txt")) {
            byte[] text = Objects.requireNonNull(in, "version.txt").readAllBytes();
            return new String(text, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
