package dev.duplex.bench;

import dev.duplex.bench.codec.CodecSuite;
import dev.duplex.bench.disk.Contender;
import dev.duplex.bench.disk.DiskPlan;
import dev.duplex.bench.disk.DiskSuite;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.TlsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
        footer = {"", "docs/benchmarks.md says how to read the tables."})
public final class Bench implements Callable<Integer> {
    private static final Set<String> SUITES =
            Set.of(
                    "echo",
                    "fanout",
                    "channel",
                    "idle",
                    "polling",
                    "idle-sockjs",
                    "tls",
                    "codec",
                    DiskSuite.NAME);

    /// For so long nothing of ours runs, to see what others do.
    private static final Duration QUIET = Duration.ofSeconds(1);

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "WHAT",
            description =
                    "echo, fanout, channel, idle (memory), polling (one feed by WebSocket, SockJS and polling),"
                            + " idle-sockjs (memory), tls (who does TLS), codec (JMH), disk (the engine"
                            + " on disk), or single scenarios by name, such as echo-pipelined"
                            + " (default: echo,fanout)")
    private Set<String> only = new LinkedHashSet<>(List.of("echo", "fanout"));

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "PEER",
            description =
                    "duplex, netty, bun; with channel also centrifuge_json; with tls: jdk, openssl, openssl_refcnt, plain; with"
                            + " polling and idle-sockjs: websocket, sockjs_websocket,"
                            + " xhr_streaming, eventsource, xhr, polling (default: all)")
    private Set<Peer> peers = EnumSet.allOf(Peer.class);

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

    @Option(names = "--forks", description = "times the servers are started anew (default: 1)")
    private int forks = 1;

    @Option(names = "--runs", description = "turns of each server (default: 5)")
    private int runs = 5;

    @Option(names = "--seconds", description = "length of a window (default: 4)")
    private int seconds = 4;

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

    @Option(names = "--save", description = "write the report to benchmarks/results/ as well")
    private boolean save;

    @Option(names = "--bench-directory", hidden = true)
    private Path bench = Path.of("benchmarks");

    private final Progress progress = new Progress(System.err);

    public static void main(String... args) {
        CommandLine line = new CommandLine(new Bench());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, _) -> {
            if (e instanceof BenchException) {
                command.getErr().println("./bench: " + e.getMessage());
                return 1;
            }
            throw e;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Scenario> scenarios = chosen();
        Set<Peer> all = EnumSet.noneOf(Peer.class);
        for (Scenario scenario : scenarios) {
            all.addAll(chosenPeers(scenario));
        }
        Report report = new Report(command(), Machine.description(bench.toAbsolutePath(), all));
        runDisk(report);
        if (only.contains("codec")) {
            report.addSection("codec", CodecSuite.run(quick, progress::say));
        }
        if (!scenarios.isEmpty()) {
            runAll(scenarios, report);
        }
        publish(report);
        return 0;
    }

    private List<Scenario> chosen() {
        for (String name : only) {
            if (!SUITES.contains(name)
                    && DiskSuite.chosen(Set.of(name)).isEmpty()
                    && Scenario.ALL.stream().noneMatch(each -> each.name().equals(name))) {
                throw new BenchException("there is no " + name + "; see ./bench --help");
            }
        }
        return Scenario.ALL.stream()
                .filter(each -> only.contains(each.suite()) || only.contains(each.name()))
                .toList();
    }

    /// In the scenario's order.
    private Set<Peer> chosenPeers(Scenario scenario) {
        Set<Peer> chosen = new LinkedHashSet<>(scenario.peers());
        chosen.retainAll(peers);
        if (chosen.isEmpty()) {
            throw new BenchException(
                    "%s compares %s"
                            .formatted(
                                    scenario.name(),
                                    String.join(
                                            ", ",
                                            scenario.peers().stream()
                                                    .map(Bench::option)
                                                    .toList())));
        }
        return chosen;
    }

    /// Without a core for each side: an engine is a part of whoever publishes.
    private void runDisk(Report report) throws InterruptedException {
        List<String> chosen = DiskSuite.chosen(only);
        if (chosen.isEmpty()) {
            return;
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
        report.addMachine(DiskSuite.description(plan));
        for (String name : chosen) {
            report.quiet(Machine.busy(QUIET));
            report.addSection(name, DiskSuite.run(name, plan));
        }
        report.quiet(Machine.busy(QUIET));
        DiskSuite.end(plan);
    }

    private void runAll(List<Scenario> scenarios, Report report) throws InterruptedException {
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
        Rounds.Plan plan =
                quick
                        ? new Rounds.Plan(1, 1, 1, true)
                        : new Rounds.Plan(forks, runs, seconds, false);
        try (LoadLoop loop = new LoadLoop();
                ServerCertificates certificates = new ServerCertificates()) {
            for (Scenario scenario : scenarios) {
                run(scenario, plan, starter(certificates), loop, report);
            }
        }
    }

    private Rounds.Starter starter(ServerCertificates certificates) {
        return (peer, scenario) -> {
            Optional<Path> directory = Optional.empty();
            Optional<TlsClient> client = Optional.empty();
            if (peer.secure()) {
                ServerCertificate.Key key = scenario.key().orElseThrow();
                directory = Optional.of(certificates.of(key).directory());
                client = Optional.of(certificates.client(key));
            }
            List<String> command =
                    peer.command(bench.toAbsolutePath(), scenario, directory, jvmArguments);
            return new PeerProcess(peer, client, serverCore, command);
        };
    }

    private void run(
            Scenario scenario,
            Rounds.Plan plan,
            Rounds.Starter starter,
            LoadLoop loop,
            Report report)
            throws InterruptedException {
        Set<Peer> chosen = chosenPeers(scenario);
        if (scenario.isIdle()) {
            int turns = quick ? 1 : Math.min(runs, 3);
            report.addMemory(
                    scenario, IdleMemory.run(scenario, chosen, turns, starter, loop, progress));
        } else {
            report.add(scenario, new Rounds(plan, scenario, loop, progress).run(chosen, starter));
        }
    }

    private String command() {
        StringBuilder command = new StringBuilder("./bench --only ").append(String.join(",", only));
        if (peers.size() < Peer.values().length) {
            command.append(" --peers ")
                    .append(String.join(",", peers.stream().map(Bench::option).toList()));
        }
        if (engines.size() < Contender.values().length) {
            command.append(" --engines ")
                    .append(String.join(",", engines.stream().map(Bench::option).toList()));
        }
        if (quick) {
            command.append(" --quick");
        } else {
            command.append(" --forks %d --runs %d --seconds %d".formatted(forks, runs, seconds));
        }
        jvmArguments.forEach(argument -> command.append(" --jvm=").append(argument));
        return command.toString();
    }

    private static String option(Enum<?> chosen) {
        return chosen.name().toLowerCase(Locale.ROOT);
    }

    private void publish(Report report) {
        String what = String.join("-", only);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String text = report.text(what + ", " + today);
        System.out.print(text);
        if (save) {
            Path file = bench.resolve("results").resolve(today + "-" + what + ".md");
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            progress.say("written to " + file);
        }
    }
}
