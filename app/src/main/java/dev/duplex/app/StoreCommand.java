package dev.duplex.app;

import dev.duplex.app.config.DiskSettings;
import dev.duplex.app.config.Settings;
import dev.duplex.app.config.UserError;
import dev.duplex.engine.disk.DiskException;
import dev.duplex.engine.disk.DiskStore;
import dev.duplex.engine.disk.StoreReport;
import dev.duplex.engine.disk.StoreStatistics;
import dev.duplex.json.JsonObject;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// `duplex store …`: what is done with the directory that channels are kept in.
final class StoreCommand {
    static final String NAME = "store";

    private static final String CHECK = "check";
    private static final String STATS = "stats";
    private static final String BACKUP = "backup";
    private static final String RESTORE = "restore";
    private static final String SALVAGE = "salvage";

    private static final String DATA = "--data";
    private static final String TO = "--to";
    private static final String FROM = "--from";
    private static final String BACKUP_NAME = "--name";

    /// How often a server is asked how it goes.
    private static final Duration ASKING = Duration.ofMillis(250);

    private static final DateTimeFormatter NAMES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final ParseResult command;
    private final Settings settings;
    private final PrintStream out;

    private StoreCommand(ParseResult command, Settings settings, PrintStream out) {
        this.command = command;
        this.settings = settings;
        this.out = out;
    }

    // --- what it can be asked for

    /// Its commands.
    static CommandLine spec() {
        CommandSpec spec = CommandSpec.create().name(NAME);
        spec.addOption(CommandLines.help());
        spec.usageMessage()
                .width(100)
                .description(
                        "Looks after the directory that channels are kept in (engine: disk). All but"
                                + " backup needs it for itself: no server may be using it.");
        CommandLine commands = new CommandLine(spec);
        add(
                commands,
                of(
                        CHECK,
                        "Reads all that is in the store, or in a backup, and says what is wrong with"
                                + " it and what salvage would lose. Changes nothing.",
                        "nothing is wrong",
                        "something is wrong, or it cannot be read"));
        add(
                commands,
                of(
                        STATS,
                        "Says what is in the store, or in a backup: channels, publications, bytes, the"
                                + " largest channels, and how it was used last.",
                        "it is said",
                        "it cannot be read, or is damaged"));
        CommandSpec backup =
                of(
                        BACKUP,
                        "Has a running server make a backup in its disk.backup-directory, while it goes"
                                + " on. Or, with --to, copies a store that no server is using.",
                        "the backup is made",
                        "it is not: the server cannot be reached or refuses, there is no room");
        backup.addOption(
                one(
                        TO,
                        "DIR",
                        "Copies the store of --data into this directory, which is empty or not there."));
        backup.addOption(
                one(
                        BACKUP_NAME,
                        "NAME",
                        "What the server calls the backup, below its directory. Default: the time."));
        ServerChoice.addTo(backup);
        add(commands, backup);
        CommandSpec restore =
                of(
                        RESTORE,
                        "Makes the store of --data, which is empty or not there, of a backup. Every"
                                + " channel has another epoch in it, since clients may have seen later"
                                + " positions: they are told that they missed something.",
                        "the store is there",
                        "it is not: the backup cannot be read, there is something already");
        restore.addOption(required(FROM, "DIR", "The backup."));
        add(commands, restore);
        CommandSpec salvage =
                of(
                        SALVAGE,
                        "Takes what can be read of a damaged store, or backup, into a new store; the"
                                + " damaged one stays as it is. Every channel has another epoch in the"
                                + " new one.",
                        "the new store is there",
                        "nothing can be read, there is no room");
        salvage.addOption(
                required(TO, "DIR", "The new store: a directory that is empty or not there."));
        add(commands, salvage);
        return commands;
    }

    private static void add(CommandLine commands, CommandSpec spec) {
        commands.addSubcommand(spec.name(), new CommandLine(spec));
    }

    private static CommandSpec of(String name, String description, String done, String notDone) {
        CommandSpec spec = CommandLines.command(name);
        spec.addOption(
                OptionSpec.builder(DATA, DiskSettings.DIRECTORY_OPTION)
                        .type(String.class)
                        .paramLabel("DIR")
                        .description(
                                "The directory of the store. Default: disk.directory of the settings.")
                        .build());
        spec.usageMessage()
                .width(100)
                .sortOptions(false)
                .description(description)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(
                        CommandLines.exitCodes(done, notDone, "what was given makes no sense"));
        return spec;
    }

    private static OptionSpec one(String name, String label, String description) {
        return option(name, label, description).build();
    }

    private static OptionSpec required(String name, String label, String description) {
        return option(name, label, description).required(true).build();
    }

    private static OptionSpec.Builder option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description);
    }

    // --- doing it

    /// Does what it is asked for.
    static void run(ParseResult store, Map<String, String> environment, PrintStream out)
            throws UserError {
        if (!store.hasSubcommand()) {
            throw new ParameterException(
                    store.commandSpec().commandLine(),
                    "say what to do: check, stats, backup, restore, or salvage");
        }
        ParseResult command = store.subcommand();
        new StoreCommand(command, CommandLines.settings(command, environment), out).run();
    }

    private void run() throws UserError {
        try {
            switch (command.commandSpec().name()) {
                case CHECK -> check();
                case STATS -> stats();
                case BACKUP -> backup();
                case RESTORE -> restore();
                case SALVAGE -> salvage();
                default -> throw new IllegalStateException(command.commandSpec().name());
            }
        } catch (DiskException e) {
            throw StoreFailure.ofCommand(e);
        }
    }

    private Path data() throws UserError {
        return DiskSettings.directory(settings);
    }

    private Optional<String> option(String name) {
        return Optional.ofNullable(command.<String>matchedOptionValue(name, null));
    }

    private Path path(String name) throws UserError {
        String text = option(name).orElse("");
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException _) {
            // Said below.
        }
        throw UserError.usage(name + " must be the path of a directory, not \"" + text + '"');
    }

    private void check() throws UserError {
        Path data = data();
        StoreReport report = DiskStore.check(data);
        if (report.isSound()) {
            out.println("Nothing is wrong: all can be read.");
            tell(report.statistics());
            return;
        }
        report.problems().forEach(it -> out.println(printable(it)));
        if (report.moreProblems() > 0) {
            out.println("and " + report.moreProblems() + " problems more");
        }
        throw UserError.runtime(
                "the store in "
                        + data
                        + " is damaged: salvage would take "
                        + report.keptPublications()
                        + " publications along, and lose at least "
                        + report.lostPublications()
                        + (report.lostChannels() == 0
                                ? ""
                                : " and the positions of " + report.lostChannels() + " channels"));
    }

    private void stats() throws UserError {
        Path data = data();
        StoreReport report = DiskStore.check(data);
        tell(report.statistics());
        if (!report.isSound()) {
            throw UserError.runtime(
                    "the store in "
                            + data
                            + " is damaged: these are of what can be read; run 'duplex store check --data "
                            + data
                            + "'");
        }
    }

    private void tell(StoreStatistics statistics) {
        out.println(
                (statistics.backup() ? "backup of format " : "format ")
                        + statistics.format()
                        + ", generation of epochs "
                        + statistics.generation());
        out.println(
                "used last with sync: "
                        + statistics.sync().name().toLowerCase(Locale.ROOT)
                        + (statistics.ended()
                                ? ", and ended regularly"
                                : statistics.backup()
                                        ? ", and copied while in use"
                                        : ", and has not ended regularly"));
        out.println("channels: " + statistics.channels());
        out.println(
                "publications: "
                        + statistics.publications()
                        + ", of "
                        + statistics.publicationBytes()
                        + " bytes");
        out.println("idempotency keys: " + statistics.idempotencyKeys());
        out.println("files: " + statistics.fileBytes() + " bytes");
        if (!statistics.largest().isEmpty()) {
            out.println("largest channels:");
            statistics
                    .largest()
                    .forEach(it ->
                            out.println(
                                    "  "
                                            + printable(it.name())
                                            + ": "
                                            + it.publications()
                                            + " publications, of "
                                            + it.bytes()
                                            + " bytes"));
        }
    }

    /// Clients give channels their names: what would move a terminal's cursor, end a line or turn its direction is written as an escape.
    private static String printable(String text) {
        StringBuilder printed = new StringBuilder(text.length());
        text.codePoints()
                .forEach(it -> {
                    switch (Character.getType(it)) {
                        case Character.CONTROL,
                                Character.FORMAT,
                                Character.LINE_SEPARATOR,
                                Character.PARAGRAPH_SEPARATOR,
                                Character.SURROGATE ->
                                printed.append(String.format(Locale.ROOT, "\\u%04X", it));
                        default -> printed.appendCodePoint(it);
                    }
                });
        return printed.toString();
    }

    private void backup() throws UserError {
        if (option(TO).isEmpty()) {
            if (option(DATA).isPresent()) {
                throw UserError.usage(
                        DATA + " copies a store that no server is using: say where to with " + TO);
            }
            backupByServer();
            return;
        }
        for (String other : new String[] {ServerChoice.URL, ServerChoice.KEY, BACKUP_NAME}) {
            if (option(other).isPresent()) {
                throw UserError.usage(
                        other
                                + " is for a backup by a running server, which makes it in its own disk.backup-directory and nowhere else: leave "
                                + TO
                                + " out");
            }
        }
        Path to = path(TO);
        DiskStore.backup(data(), to);
        out.println("The backup is in " + to.toAbsolutePath().normalize());
    }

    private void backupByServer() throws UserError {
        try (ApiClient api = ServerChoice.client(command, settings)) {
            backup(api, option(BACKUP_NAME).orElse(NAMES.format(Instant.now())));
        }
    }

    private void backup(ApiClient api, String name) throws UserError {
        Map<String, String> answer = api.call("rpc", request("name", name));
        byte[] asking = request("id", answer.getOrDefault("/result/data/id", ""));
        while (true) {
            switch (answer.getOrDefault("/result/data/state", "")) {
                case "done" -> {
                    out.println(
                            "The server has made the backup in "
                                    + answer.getOrDefault("/result/data/directory", name));
                    return;
                }
                case "running" -> {
                    pause();
                    answer = api.call("rpc", asking);
                }
                default ->
                        throw UserError.runtime(
                                "the server has made no backup: "
                                        + answer.getOrDefault(
                                                "/result/data/error", "it does not say why"));
            }
        }
    }

    /// Its params are an object, in the one of the call.
    private static byte[] request(String field, String value) {
        return ("{\"method\":\""
                        + StoreBackups.METHOD
                        + "\",\"params\":"
                        + new JsonObject().put(field, value)
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void pause() throws UserError {
        try {
            Thread.sleep(ASKING);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw UserError.runtime("interrupted; the server goes on with the backup");
        }
    }

    private void restore() throws UserError {
        Path from = path(FROM);
        Path data = data();
        DiskStore.restore(from, data);
        out.println(
                "The store is in "
                        + data.toAbsolutePath().normalize()
                        + "; every channel has another epoch");
    }

    private void salvage() throws UserError {
        Path to = path(TO);
        StoreStatistics salvaged = DiskStore.salvage(data(), to);
        out.println("The new store is in " + to.toAbsolutePath().normalize());
        tell(salvaged);
    }
}
