package dev.duplex.app;

import dev.duplex.app.config.ServeSettings;
import dev.duplex.app.config.Setting;
import dev.duplex.app.config.Settings;
import dev.duplex.app.config.UserError;
import dev.duplex.app.config.YamlFile;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The program's commands and options. Those of `serve` are made of the table of settings.
final class CommandLines {
    static final String SERVE = "serve";
    static final String CHECK_CONFIG = "check-config";

    private static final String CONFIG = "--config";
    private static final String CONFIG_VARIABLE = "DUPLEX_CONFIG";

    /// Sections whose options help shows apart.
    private static final Map<String, String> HEADINGS =
            Map.of(
                    "tokens", "Tokens",
                    "api", "HTTP API",
                    "centrifuge", "Clients of the Centrifuge protocol",
                    "sockjs", "SockJS",
                    "limits", "Limits",
                    "disk", "Channels on disk",
                    "redis", "Channels in Redis",
                    "memory", "Channels in memory");

    private CommandLines() {}

    /// The program as picocli sees it.
    ///
    /// @param out where help goes
    static CommandLine of(PrintStream out) {
        CommandSpec program =
                CommandSpec.create()
                        .name("duplex")
                        .mixinStandardHelpOptions(true)
                        .version("duplex " + Duplex.version());
        program.usageMessage()
                .description("A real-time server for web applications.")
                .width(100)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(
                        exitCodes(
                                "it did what it was asked for; a server: it was told to end",
                                "it could not: a port is taken, a certificate cannot be used, a"
                                        + " server refuses",
                                "it was asked for something that makes no sense"));
        CommandLine commands = new CommandLine(program);
        commands.addSubcommand(SERVE, new CommandLine(serve()));
        commands.addSubcommand(CHECK_CONFIG, new CommandLine(checkConfig()));
        commands.addSubcommand(PublishCommand.NAME, new CommandLine(PublishCommand.spec()));
        commands.addSubcommand(DrainCommand.NAME, new CommandLine(DrainCommand.spec()));
        commands.addSubcommand(TokenCommand.NAME, new CommandLine(TokenCommand.spec()));
        commands.addSubcommand(StoreCommand.NAME, StoreCommand.spec());
        commands.addSubcommand(VerifyCommand.NAME, new CommandLine(VerifyCommand.spec()));
        commands.addSubcommand("help", new CommandLine(new HelpCommand()));
        commands.setExpandAtFiles(false);
        commands.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        return commands;
    }

    /// What help says of the exit codes, in their order.
    static Map<String, String> exitCodes(String done, String notDone, String senseless) {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", done);
        codes.put("1", notDone);
        codes.put("2", senseless);
        return codes;
    }

    /// The option that shows the help of a command.
    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Shows this help.")
                .build();
    }

    /// A command that reads a file.
    static CommandSpec command(String name) {
        return CommandSpec.create()
                .name(name)
                .addOption(help())
                .addOption(
                        OptionSpec.builder(CONFIG)
                                .type(Path.class)
                                .paramLabel("FILE")
                                .description(
                                        "A YAML file with settings, those of the options and those"
                                                + " of namespaces, as docs/configuration.md shows.")
                                .build());
    }

    private static CommandSpec checkConfig() {
        CommandSpec check = command(CHECK_CONFIG);
        check.usageMessage()
                .width(100)
                .description(
                        "Reads the file and the environment as serve does, and tells all that is"
                                + " wrong with them (exit code 2), or what would be served (0).");
        return check;
    }

    private static CommandSpec serve() {
        CommandSpec serve = command(SERVE);
        Map<String, ArgGroupSpec.Builder> groups = new LinkedHashMap<>();
        for (Setting<?> setting : ServeSettings.ALL) {
            setting.option()
                    .ifPresent(name -> {
                        OptionSpec option = option(name, setting);
                        String section = setting.key().replaceFirst("\\..*", "");
                        Optional<String> heading = Optional.ofNullable(HEADINGS.get(section));
                        heading.ifPresentOrElse(
                                it ->
                                        groups.computeIfAbsent(it, CommandLines::group)
                                                .addArg(option),
                                () -> serve.addOption(option));
                    });
        }
        groups.values().forEach(group -> serve.addArgGroup(group.build()));
        serve.usageMessage()
                .width(100)
                .sortOptions(false)
                .description(
                        "Serves until it is told to end (SIGTERM, Ctrl-C). Without --dev it listens"
                                + " on all addresses and serves /health and /ready, and what it is asked for.")
                .footerHeading("%n")
                .footer(
                        "Options win over the environment (DUPLEX_PORT, DUPLEX_TLS_CERT, …), and that"
                                + " over the file. What is secret is not given as an option: "
                                + ServeSettings.ALL.stream()
                                        .filter(Setting::secret)
                                        .map(Setting::variable)
                                        .collect(Collectors.joining(", "))
                                + ", or the file.");
        return serve;
    }

    private static ArgGroupSpec.Builder group(String heading) {
        return ArgGroupSpec.builder()
                .exclusive(false)
                .validate(false)
                .heading("%n" + heading + ":%n");
    }

    private static OptionSpec option(String name, Setting<?> setting) {
        OptionSpec.Builder option =
                OptionSpec.builder(name)
                        .description(
                                setting.description() + " Default: " + setting.standard() + ".");
        return switch (setting.type().shape()) {
            case FLAG -> option.type(Boolean.class).arity("0").negatable(true).build();
            case ONE -> option.type(String.class).paramLabel(setting.type().label()).build();
            case MANY -> option.type(List.class).paramLabel(setting.type().label()).build();
        };
    }

    /// What was given for a command: the file, then the environment, then the options.
    ///
    /// @throws UserError if the file cannot be used
    static Settings settings(ParseResult command, Map<String, String> environment)
            throws UserError {
        Settings settings = new Settings();
        Optional<Path> file =
                Optional.ofNullable(command.<Path>matchedOptionValue(CONFIG, null))
                        .or(() ->
                                Optional.ofNullable(environment.get(CONFIG_VARIABLE))
                                        .filter(path -> !path.isEmpty())
                                        .map(Path::of));
        if (file.isPresent()) {
            YamlFile.read(file.get(), settings);
        }
        settings.environment(environment);
        for (Setting<?> setting : ServeSettings.ALL) {
            setting.option()
                    .filter(command::hasMatchedOption)
                    .ifPresent(name ->
                            settings.option(setting, texts(setting, command.matchedOption(name))));
        }
        return settings;
    }

    private static List<String> texts(Setting<?> setting, OptionSpec option) {
        return switch (setting.type().shape()) {
            case FLAG, ONE -> List.of(String.valueOf(option.<Object>getValue()));
            case MANY -> option.stringValues();
        };
    }
}
