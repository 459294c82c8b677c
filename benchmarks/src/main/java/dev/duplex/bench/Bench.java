package dev.duplex.bench;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING;

import dev.duplex.bench.codec.CodecSuite;
import dev.duplex.bench.disk.Contender;
import dev.duplex.bench.disk.DiskPlan;
import dev.duplex.bench.disk.DiskSuite;
import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.TlsClient;
import dev.duplex.bench.model.ModelPlan;
import dev.duplex.bench.model.ModelSuite;
import dev.duplex.bench.profile.Profiler;
import dev.duplex.bench.result.Json;
import dev.duplex.bench.result.Markdown;
import dev.duplex.bench.result.Origin;
import dev.duplex.bench.result.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./bench`.
@Command(
        name = "./bench",
        mixinStandardHelpOptions = true,
        description = "What a message costs the server: Duplex beside others.",
        footerHeading = "%n",
        footer = "docs/benchmarks.md says how to read the tables.")
public final class Bench implements Callable<Integer> {
    private static final String HELP_OF_SCENARIOS = "scenarios";

    private static final int WARM_UP_SECONDS = 40;

    /// For so long nothing of ours runs, to see what others do.
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final int MILLION = 1_000_000;
    private static final int QUICK_MODEL = 20_000;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "WHAT",
            description =
                    "what to measure: suites, or single scenarios by name, such as echo-pipelined; both"
                            + " are listed below (default: echo,fanout)")
    private Set<String> only = new LinkedHashSet<>(List.of("echo", "fanout"));

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "PEER",
            converter = PeerName.class,
            description =
                    "whom to measure, of those that a scenario compares, which are listed below (default:"
                            + " all)")
    private Set<Peer> peers = EnumSet.noneOf(Peer.class);

    @Option(
            names = "--unavailable",
            hidden = true,
            description = "PEER=REASON: what ./bench could not get")
    private Map<String, String> unavailable = new LinkedHashMap<>();

    @Option(
            names = "--engines",
            split = ",",
            paramLabel = "ENGINE",
            description = "with disk: disk, interval, never, memory, redis (default: all)")
    private Set<Contender> engines = EnumSet.allOf(Contender.class);

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            description =
                    "with disk: where it makes a directory duplex-bench, and removes it: on the"
                            + " disk to be measured (default: benchmarks/target)")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--connections",
            description = "with model: how many there are in it (default: 1000000)")
    private int connections = MILLION;

    @Option(names = "--forks", description = "times the servers are started anew (default: 1)")
    private int forks = 1;

    @Option(names = "--runs", description = "turns of each server (default: 5)")
    private int runs = 5;

    @Option(names = "--seconds", description = "length of a window (default: 4)")
    private int seconds = 4;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description =
                    "how long a server is warmed up at most, three times as long where connections come and"
                            + " go (default: 40)")
    private int warmUp = WARM_UP_SECONDS;

    @Option(names = "--quick", description = "one turn of one second: to see that it works")
    private boolean quick;

    @Option(names = "--server-core", description = "the core for the servers (default: 0)")
    private int serverCore;

    @Option(names = "--load-core", description = "the core for the load (default: 1)")
    private int loadCore = 1;

    @Option(
            names = "--jvm",
            paramLabel = "ARG",
            description = "one more argument for the JVMs of the servers; repeat it for several")
    private List<String> jvmArguments = List.of();

    @Option(
            names = "--profile",
            paramLabel = "DIRECTORY",
            description =
                    "look at the JVMs of the servers while they are measured: tells where their time goes,"
                            + " and draws it there as flame graphs; the figures have the profiler in them")
    private Optional<Path> profile = Optional.empty();

    @Option(
            names = "--save",
            description =
                    "write the results to benchmarks/results/ as well, as JSON and as Markdown")
    private boolean save;

    @Option(names = "--bench-directory", hidden = true)
    private Path bench = Path.of("benchmarks");

    private final Progress progress = new Progress(System.err);
    private Optional<Profiles> profiles = Optional.empty();

    public static void main(String... args) {
        System.exit(line().execute(args));
    }

    /// With what it answers to whoever asks.
    static CommandLine line() {
        CommandLine line = new CommandLine(new Bench());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, _) -> {
            if (e instanceof BenchException) {
                command.getErr().println("./bench: " + e.getMessage());
                return 1;
            }
            throw e;
        });
        line.getHelpSectionMap().put(HELP_OF_SCENARIOS, _ -> Listing.text());
        List<String> sections = new ArrayList<>(line.getHelpSectionKeys());
        sections.add(sections.indexOf(SECTION_KEY_FOOTER_HEADING), HELP_OF_SCENARIOS);
        line.setHelpSectionKeys(sections);
        return line;
    }

    /// @return 1 if something that was to be measured has no result
    @Override
    public Integer call() throws InterruptedException {
        Choice choice = new Choice(only, peers);
        if (profile.isPresent()) {
            profiles =
                    Optional.of(
                            new Profiles(
                                    bench.toAbsolutePath().resolve("target/duplex-profile"),
                                    profile.get()));
        }
        if (save && quick) {
            throw new BenchException("--save: the figures of --quick mean nothing");
        }
        List<Scenario> scenarios = choice.scenarios();
        Report report = new Report();
        Map<String, String> disk = runDisk(report);
        runModel(report);
        if (only.contains(Choice.CODEC)) {
            report.addSection(Choice.CODEC, CodecSuite.run(quick, progress::say));
        }
        boolean started = runStarts(report);
        Set<Peer> there = choice.allPeers();
        StartSuite.peers(only).stream()
                .filter(peer -> peers.isEmpty() || peers.contains(peer))
                .forEach(there::add);
        there.removeIf(peer -> unavailable.containsKey(peer.option()));
        // Before this process is kept to one core.
        Origin origin = Machine.origin(bench.toAbsolutePath(), there, disk);
        boolean complete = scenarios.isEmpty() || runAll(choice, report);
        profiles.ifPresent(it -> it.write().forEach(report::addSection));
        publish(report, origin);
        return complete && started ? 0 : 1;
    }

    /// With all processors for the program that is started, as when a machine starts it.
    ///
    /// @return whether all have started
    private boolean runStarts(Report report) throws InterruptedException {
        if (StartSuite.chosen(only).isEmpty()) {
            return true;
        }
        StartPrograms programs = new StartPrograms(bench.toAbsolutePath());
        progress.say("making a program that echoes, and its cache");
        programs.make();
        StartSuite suite = new StartSuite(programs, peers, unavailable, quick ? 1 : runs, progress);
        suite.run(only, Machine.busy(QUIET)).forEach(report::add);
        return !suite.failed();
    }

    /// Without a core for each side: an engine is a part of whoever publishes.
    ///
    /// @return what there is of the disk, by its name
    private Map<String, String> runDisk(Report report) throws InterruptedException {
        List<String> chosen = DiskSuite.chosen(only);
        if (chosen.isEmpty()) {
            return Map.of();
        }
        DiskPlan plan =
                new DiskPlan(
                        data.orElse(bench.resolve("target"))
                                .toAbsolutePath()
                                .resolve("duplex-bench"),
                        engines,
                        quick ? 1 : runs,
                        Duration.ofMillis(quick ? 500 : 1000L * seconds),
                        quick,
                        progress::say);
        Map<String, String> description = DiskSuite.description(plan);
        for (String name : chosen) {
            report.quiet(Machine.busy(QUIET));
            report.addSection(name, DiskSuite.run(name, plan));
        }
        report.quiet(Machine.busy(QUIET));
        DiskSuite.end(plan);
        return description;
    }

    /// Without a load: it is its own.
    private void runModel(Report report) throws InterruptedException {
        List<String> chosen = ModelSuite.chosen(only);
        if (chosen.isEmpty()) {
            return;
        }
        ModelPlan plan =
                new ModelPlan(
                        quick ? QUICK_MODEL : connections,
                        quick ? 1 : Math.min(runs, 3),
                        Duration.ofMillis(quick ? 100 : 1000L * seconds),
                        serverCore,
                        progress::say);
        double busy = Machine.busy(QUIET);
        ModelSuite.run(chosen, plan, busy).forEach(report::add);
    }

    /// @return whether all have results that are there
    private boolean runAll(Choice choice, Report report) throws InterruptedException {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw new BenchException("the servers and the load need a core each; here is but one");
        }
        // From here on this process is the load, all its threads.
        Commands.run(
                List.of(
                        "taskset",
                        "-apc",
                        Integer.toString(loadCore),
                        Long.toString(ProcessHandle.current().pid())));
        boolean complete = true;
        try (LoadLoop loop = new LoadLoop();
                ServerCertificates certificates = new ServerCertificates()) {
            for (Scenario scenario : choice.scenarios()) {
                Set<Peer> chosen = choice.peers(scenario);
                complete &= run(scenario, chosen, starter(certificates), loop, report);
            }
        }
        return complete;
    }

    private Rounds.Starter<PeerProcess> starter(ServerCertificates certificates) {
        return (peer, scenario) -> {
            Optional<Path> directory = Optional.empty();
            Optional<TlsClient> client = Optional.empty();
            if (peer.secure()) {
                ServerCertificate.Key key = scenario.key().orElseThrow();
                directory = Optional.of(certificates.of(key).directory());
                client = Optional.of(certificates.client(key));
            }
            List<String> arguments = new ArrayList<>(jvmArguments);
            if (profile.isPresent()) {
                arguments.addAll(Profiler.JVM_ARGUMENTS);
            }
            List<String> command =
                    peer.command(bench.toAbsolutePath(), scenario, directory, arguments);
            return new PeerProcess(peer, client, serverCore, command);
        };
    }

    private List<String> nodeCommand(Peer peer, Scenario scenario) {
        return peer.command(bench.toAbsolutePath(), scenario, Optional.empty(), jvmArguments);
    }

    private boolean run(
            Scenario scenario,
            Set<Peer> chosen,
            Rounds.Starter<PeerProcess> starter,
            LoadLoop loop,
            Report report)
            throws InterruptedException {
        if (scenario.isIdleTime()) {
            Outcome<IdleTime.Turn> outcome = outcome(scenario, chosen);
            IdleTime.run(scenario, chosen, plan(), starter, loop, progress, profiles, outcome);
            report.addIdleTime(scenario, outcome);
            return !outcome.failed();
        }
        if (scenario.isIdle()) {
            int turns = quick ? 1 : Math.min(runs, 3);
            Outcome<Memory> outcome = outcome(scenario, chosen);
            IdleMemory.run(scenario, chosen, turns, starter, loop, progress, outcome);
            report.addMemory(scenario, outcome);
            return !outcome.failed();
        }
        Rounds.Plan plan = plan();
        Rounds rounds = new Rounds(plan, scenario, loop, progress);
        if (scenario.load() instanceof Load.Paced paced) {
            Outcome<PacedTurns.Turn> outcome = outcome(scenario, chosen);
            rounds.run(chosen, starter, new PacedTurns(paced, plan, loop), outcome);
            report.addPaced(scenario, outcome);
            return !outcome.failed();
        }
        if (scenario.acrossNodes()) {
            Outcome<NodesTurns.Turn> outcome = outcome(scenario, chosen);
            rounds.run(
                    chosen,
                    (peer, each) ->
                            peer.onRedis()
                                    ? new Nodes(peer, serverCore, nodeCommand(peer, each))
                                    : starter.start(peer, each),
                    new NodesTurns(scenario, plan, loop),
                    outcome);
            report.addNodes(scenario, outcome);
            return !outcome.failed();
        }
        Outcome<Sample> outcome = outcome(scenario, chosen);
        rounds.run(chosen, starter, Turns.costs(scenario, plan, loop, profiles), outcome);
        report.add(scenario, outcome);
        return !outcome.failed();
    }

    private Rounds.Plan plan() {
        return quick ? Rounds.Plan.QUICK : new Rounds.Plan(forks, runs, seconds, warmUp, false);
    }

    /// Without those that are not to be had.
    private <T> Outcome<T> outcome(Scenario scenario, Set<Peer> chosen) {
        Outcome<T> outcome = new Outcome<>();
        for (Peer peer : chosen) {
            String why = unavailable.get(peer.option());
            if (why != null) {
                outcome.unavailable(peer, why);
                progress.missing(scenario, peer, "not available: " + why);
            }
        }
        return outcome;
    }

    private String command() {
        StringBuilder command = new StringBuilder("./bench --only ").append(String.join(",", only));
        if (!peers.isEmpty()) {
            command.append(" --peers ")
                    .append(String.join(",", peers.stream().map(Peer::option).toList()));
        }
        if (engines.size() < Contender.values().length) {
            command.append(" --engines ")
                    .append(String.join(",", engines.stream().map(Bench::option).toList()));
        }
        if (quick) {
            command.append(" --quick");
        } else {
            command.append(" --forks %d --runs %d --seconds %d".formatted(forks, runs, seconds));
            if (connections != MILLION) {
                command.append(" --connections ").append(connections);
            }
            if (warmUp != WARM_UP_SECONDS) {
                command.append(" --warm-up ").append(warmUp);
            }
        }
        jvmArguments.forEach(argument -> command.append(" --jvm=").append(argument));
        profile.ifPresent(directory -> command.append(" --profile ").append(directory));
        return command.toString();
    }

    private static String option(Enum<?> chosen) {
        return chosen.name().toLowerCase(Locale.ROOT);
    }

    private void publish(Report report, Origin origin) {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        Results results = report.results(List.copyOf(only), today, command(), origin);
        System.out.print(Markdown.of(results));
        if (save) {
            Path directory = bench.resolve("results");
            String name = today + "-" + String.join("-", only);
            write(directory.resolve(name + ".json"), Json.write(results));
            write(directory.resolve(name + ".md"), Markdown.of(results));
        }
    }

    private void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.say("written to " + file);
    }
}
