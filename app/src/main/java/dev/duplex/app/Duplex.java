package dev.duplex.app;

import dev.duplex.app.config.ServeOptions;
import dev.duplex.app.config.ServeSettings;
import dev.duplex.app.config.Settings;
import dev.duplex.app.config.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
        System.exit(run(System.getenv(), System.in, System.out, System.err, arguments));
    }

    /// Runs the program until it is over.
    ///
    /// @return its exit code
    static int run(
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err,
            String... arguments) {
        try {
            return execute(CommandLines.of(out), environment, in, out, arguments);
        } catch (ParameterException e) {
            err.println("duplex: " + problem(e));
            String command = e.getCommandLine().getCommandSpec().qualifiedName();
            err.println("Try '" + command + " --help'.");
            return UserError.USAGE;
        } catch (UserError e) {
            e.sentences().forEach(sentence -> err.println("duplex: " + sentence));
            return e.exitCode();
        }
    }

    private static int execute(
            CommandLine commands,
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            String... arguments)
            throws UserError {
        ParseResult parsed = commands.parseArgs(arguments);
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        if (!parsed.hasSubcommand()) {
            throw new ParameterException(
                    commands,
                    "say what to do: serve, check-config, publish, drain, token, store, verify, or help");
        }
        ParseResult command = parsed.subcommand();
        switch (command.commandSpec().name()) {
            case CommandLines.SERVE -> serve(command, environment, out);
            case CommandLines.CHECK_CONFIG -> checkConfig(command, environment, out);
            case PublishCommand.NAME -> PublishCommand.run(command, environment, in, out);
            case DrainCommand.NAME -> DrainCommand.run(command, environment, out);
            case TokenCommand.NAME -> TokenCommand.run(command, environment, out);
            case StoreCommand.NAME -> StoreCommand.run(command, environment, out);
            case VerifyCommand.NAME -> {
                return VerifyCommand.run(command, environment, out);
            }
            default -> throw new IllegalStateException(command.commandSpec().name());
        }
        return 0;
    }

    private static void serve(ParseResult command, Map<String, String> environment, PrintStream out)
            throws UserError {
        ServeOptions options = ServeOptions.of(CommandLines.settings(command, environment));
        Storage.prepare(options.channels());
        Logging.set(options.logLevel(), options.logFormat());
        try (Serving serving = Serving.start(options)) {
            serving.endWithProcess();
            serving.announce(out);
            serving.awaitEnd();
        }
    }

    /// Whatever is wrong is wrong with the configuration, so that scripts need to know one exit code.
    private static void checkConfig(
            ParseResult command, Map<String, String> environment, PrintStream out)
            throws UserError {
        try {
            Settings settings = CommandLines.settings(command, environment);
            Summary.of(settings, ServeOptions.of(settings)).forEach(out::println);
        } catch (UserError e) {
            throw e.asUsage();
        }
    }

    private static String problem(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            // What stands behind the = may be a secret.
            String first = unmatched.getUnmatched().getFirst().replaceFirst("^(-[^=]*)=.*", "$1");
            if (first.startsWith("-")) {
                boolean serve = e.getCommandLine().getCommandName().equals(CommandLines.SERVE);
                Optional<String> meant =
                        serve ? ServeSettings.nearestOption(first) : Optional.empty();
                return "there is no option "
                        + first
                        + meant.map(option -> "; did you mean " + option + "?").orElse("");
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
