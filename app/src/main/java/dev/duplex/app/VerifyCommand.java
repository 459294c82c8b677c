package dev.duplex.app;

import dev.duplex.app.config.UserError;
import dev.duplex.faults.FaultKind;
import dev.duplex.verify.CannotRunException;
import dev.duplex.verify.Layout;
import dev.duplex.verify.OwnServer;
import dev.duplex.verify.Plan;
import dev.duplex.verify.Report;
import dev.duplex.verify.Verification;
import dev.duplex.verify.client.ClientKind;
import dev.duplex.verify.client.PublisherKind;
import dev.duplex.verify.client.Target;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `duplex verify`: publishes and subscribes while things break, and says what a server did wrong. Its options become a [Plan].
final class VerifyCommand {
    static final String NAME = "verify";

    private final VerifyOptions options;
    private final PrintStream out;

    private VerifyCommand(VerifyOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /// Its options.
    static CommandSpec spec() {
        CommandSpec spec = CommandLines.command(NAME);
        one(
                spec,
                VerifyOptions.URL,
                "URL",
                "The server, such as http://127.0.0.1:8080/. Default: one of its own, with channels"
                        + " on disk, which is killed and started again.");
        one(
                spec,
                VerifyOptions.NODES,
                "NUMBER",
                "Starts so many nodes on one Redis, which it starts too (redis-server must be"
                        + " installed), and spreads everybody over them. Default: one server with its"
                        + " channels on disk.");
        one(
                spec,
                VerifyOptions.BALANCER,
                "PROGRAM",
                "With --nodes: starts this before them ("
                        + VerifyOptions.balancers()
                        + "; it must be installed), configured as docs/guide/balancing.md shows, and has"
                        + " clients come through it. Default: none; a proxy of its own leads to the"
                        + " nodes.");
        one(
                spec,
                VerifyOptions.KEY,
                "KEY",
                "The key of the server's HTTP API, for publishers http and http-keys. All users of"
                        + " this machine see it here; better is DUPLEX_API_KEYS or a file: the first"
                        + " of the settings' keys is the default.");
        one(spec, VerifyOptions.TOKEN, "TOKEN", "The token that clients connect with.");
        many(
                spec,
                VerifyOptions.CHANNEL_TOKEN,
                "CHANNEL=TOKEN",
                "The token that clients subscribe to a channel with; may be given several times.");
        many(
                spec,
                VerifyOptions.CHANNELS,
                "CHANNEL[,…]",
                "Channels that keep a history. Default: verify:1,verify:2.");
        many(
                spec,
                VerifyOptions.CLIENTS,
                "KIND[,…]",
                "Who subscribes, to every channel: "
                        + VerifyOptions.labels(ClientKind.values(), ClientKind::label)
                        + ", or none. Default: all.");
        many(
                spec,
                VerifyOptions.EXTERNAL,
                "NAME=COMMAND",
                "A program that subscribes, such as an SDK's, started once for every channel; may be"
                        + " given several times. docs/guide/verify.md says how it is spoken to.");
        one(
                spec,
                VerifyOptions.SUBSCRIBERS,
                "NUMBER",
                "How many of each kind to a channel. Default: 1.");
        one(
                spec,
                VerifyOptions.SLEEPERS,
                "NUMBER",
                "How many of each kind that recovers there are to a channel beside them that stay"
                        + " away until all faults are over, and then come back for all that they"
                        + " missed. Default: 1.");
        many(
                spec,
                VerifyOptions.PUBLISHERS,
                "KIND[,…]",
                "Who publishes, in every channel: "
                        + VerifyOptions.labels(PublisherKind.values(), PublisherKind::label)
                        + ". With keys what is not answered is sent again. Default: all; without an"
                        + " API key client and client-keys; with the faults redis-empty or failover"
                        + " those without keys.");
        one(
                spec,
                VerifyOptions.RATE,
                "NUMBER",
                "Publications a second of each publisher. Default: 20.");
        one(
                spec,
                VerifyOptions.DURATION,
                "TIME",
                "How long there are faults, and on until each kind has come. Default: 20s.");
        many(
                spec,
                VerifyOptions.FAULTS,
                "FAULT[,…]",
                "What breaks: "
                        + VerifyOptions.labels(FaultKind.values(), FaultKind::toString)
                        + ", or none. pause, kill and restart need a server of its own; failover,"
                        + " partition and redis-… need --nodes; balancer-kill needs --balancer."
                        + " failover goes with no other fault of Redis, partition not with"
                        + " redis-cut, and it takes Linux, root and ip (Debian: iproute2)."
                        + " Default: cut,cut-frame,stall,kill; with --nodes also"
                        + " restart,redis-cut,redis-kill; with --balancer balancer-kill too; with --url"
                        + " cut,cut-frame,stall,half-close.");
        one(
                spec,
                VerifyOptions.FAULT_INTERVAL,
                "TIME",
                "From one fault to the next, on average. Default: 1500ms.");
        one(
                spec,
                VerifyOptions.FAULT_LONGEST,
                "TIME",
                "How long a fault lasts at most, but that most of partition last 10 s longer: so long a"
                        + " node may take to notice. Default: 2s.");
        one(
                spec,
                VerifyOptions.SEED,
                "NUMBER",
                "What chooses the faults; the report names it. Default: another each time.");
        one(
                spec,
                VerifyOptions.CATCH_UP,
                "TIME",
                "How long everybody has to catch up when the faults are over. Default: 30s.");
        one(
                spec,
                VerifyOptions.LINGER,
                "TIME",
                "How long everybody then goes on listening, for what comes twice late. Default:"
                        + " 1s.");
        spec.addOption(
                OptionSpec.builder(VerifyOptions.DEMAND_RECOVERY)
                        .type(Boolean.class)
                        .arity("0")
                        .negatable(true)
                        .description(
                                "Whether it is wrong that a client cannot be given what it missed,"
                                        + " though it is told so. Default: only of its own server,"
                                        + " without the faults redis-empty and failover.")
                        .build());
        one(
                spec,
                VerifyOptions.HISTORY_SIZE,
                "NUMBER",
                "With --url: how many publications its channels keep and give to who comes back. With"
                        + " --history-ttl it decides which sleepers --demand-recovery holds for.");
        one(
                spec,
                VerifyOptions.HISTORY_TTL,
                "TIME",
                "With --url: for how long its channels keep them.");
        one(spec, VerifyOptions.REPORT, "FILE", "Writes the report there too, in JSON.");
        spec.addOption(
                OptionSpec.builder(VerifyOptions.QUIET)
                        .type(Boolean.class)
                        .arity("0")
                        .description("Prints the report only, and nothing while it runs.")
                        .build());
        describe(spec);
        return spec;
    }

    private static void describe(CommandSpec spec) {
        spec.usageMessage()
                .width(100)
                .sortOptions(false)
                .description(
                        "Publishes and subscribes while connections and the server break, and then says"
                                + " whether anything was lost, came twice or out of order, or was said"
                                + " to be recovered and was not. It judges by numbers in the payloads"
                                + " and by what it was answered, not by the server's offsets.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(
                        CommandLines.exitCodes(
                                "nothing was wrong",
                                "something was, or the run could not go on to its end: the server"
                                        + " cannot be reached, or not be started again, or somebody"
                                        + " cannot begin",
                                "what was given makes no sense"));
    }

    private static void one(CommandSpec spec, String name, String label, String description) {
        spec.addOption(
                OptionSpec.builder(name)
                        .type(String.class)
                        .paramLabel(label)
                        .description(description)
                        .build());
    }

    private static void many(CommandSpec spec, String name, String label, String description) {
        spec.addOption(
                OptionSpec.builder(name)
                        .type(List.class)
                        .paramLabel(label)
                        .description(description)
                        .build());
    }

    /// Runs it.
    ///
    /// @return the exit code
    static int run(ParseResult command, Map<String, String> environment, PrintStream out)
            throws UserError {
        return new VerifyCommand(new VerifyOptions(command, environment), out).run();
    }

    private int run() throws UserError {
        Optional<Target> target = options.target();
        Plan plan = options.plan(target);
        Optional<Layout> layout = options.layout(plan);
        Optional<Path> file = options.report();
        if (file.isPresent()) {
            requireWritable(file.get());
        }
        try {
            Report report =
                    target.isPresent() ? verify(plan, target.get()) : verifyOwn(plan, layout);
            out.print(report.text());
            if (file.isPresent()) {
                Files.writeString(file.get(), report.json() + "\n");
            }
            return report.verdict() == Report.Verdict.CLEAN ? 0 : UserError.RUNTIME;
        } catch (CannotRunException e) {
            throw UserError.runtime(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unwritable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserError.runtime("interrupted");
        }
    }

    /// Better now than when the run is over.
    private static void requireWritable(Path file) throws UserError {
        try {
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static UserError unwritable(IOException failure) {
        String reason =
                failure instanceof NoSuchFileException ? "no such directory" : "not writable";
        return UserError.runtime(
                "the report cannot be written: " + failure.getMessage() + " (" + reason + ")");
    }

    private Report verify(Plan plan, Target target)
            throws CannotRunException, InterruptedException {
        return Verification.run(plan, target, Optional.empty(), progress());
    }

    /// What is left of a run that was not clean stays, for a look at it.
    private Report verifyOwn(Plan plan, Optional<Layout> layout)
            throws CannotRunException, InterruptedException, UserError {
        List<String> namespaces = namespaces(plan);
        Path folder;
        try {
            folder = Files.createTempDirectory("duplex-verify");
        } catch (IOException e) {
            throw UserError.runtime("there can be no directory for the server: " + e.getMessage());
        }
        progress()
                .accept(
                        "The server's data and log are in "
                                + folder
                                + ", and stay if the run is not clean");
        boolean clean = false;
        try (OwnServer server = start(layout, folder, namespaces)) {
            Report report = Verification.run(plan, server, progress());
            clean = report.isClean();
            return report;
        } finally {
            if (clean) {
                delete(folder);
            } else {
                out.println("The server's data and log are in " + folder);
            }
        }
    }

    private static OwnServer start(Optional<Layout> layout, Path folder, List<String> namespaces)
            throws CannotRunException, InterruptedException {
        List<String> program = ThisProgram.command();
        return layout.isPresent()
                ? OwnServer.startNodes(program, folder, namespaces, layout.get())
                : OwnServer.start(program, folder, namespaces);
    }

    private static List<String> namespaces(Plan plan) throws UserError {
        List<String> namespaces = new ArrayList<>();
        for (String channel : plan.channels()) {
            int colon = channel.indexOf(':');
            if (colon < 1) {
                throw UserError.usage(
                        "a channel of its own server has a namespace, such as verify:1, not \""
                                + channel
                                + '"');
            }
            namespaces.add(channel.substring(0, colon));
        }
        return namespaces.stream().distinct().toList();
    }

    private void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            out.println(
                    "The server's directory " + folder + " cannot be removed: " + e.getMessage());
        }
    }

    private Consumer<String> progress() {
        return options.isQuiet() ? _ -> {} : out::println;
    }
}
