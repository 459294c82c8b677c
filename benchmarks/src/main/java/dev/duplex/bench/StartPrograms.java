package dev.duplex.bench;

import dev.duplex.bench.disk.Disk;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How each [StartContender] is started: `examples/Echo.java` is compiled and packed, as a program that embeds Duplex would be, and
/// its cache is made. All JVMs have their defaults, but for what keeps them from warning.
final class StartPrograms {
    /// Of what the program `duplex` is made of, the jars that such a program needs.
    private static final List<String> LIBRARY =
            List.of(
                    "duplex-server-",
                    "duplex-websocket-",
                    "duplex-channels-",
                    "netty-",
                    "jspecify-");

    private static final List<String> JVM =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private final Path bench;
    private final Path root;
    private final Path directory;
    private final Path jar;
    private final Path cache;

    /// @param bench the directory `benchmarks/` of the project
    StartPrograms(Path bench) {
        this.bench = bench;
        root = bench.resolve("..").normalize();
        directory = bench.resolve("target/duplex-start");
        jar = directory.resolve("echo.jar");
        cache = directory.resolve("echo.aot");
    }

    /// Makes what is started.
    ///
    /// @throws BenchException if the program is not built, or its cache cannot be made
    void make() throws InterruptedException {
        if (library().isEmpty() || !Files.exists(root.resolve("app/target/duplex.aot"))) {
            throw new BenchException(
                    "start: the program is not built, or has no cache; ./run --build makes both");
        }
        Path classes = directory.resolve("classes");
        tool(
                "javac",
                "-d",
                classes,
                "-cp",
                classPath(library()),
                root.resolve("examples/Echo.java"));
        tool("jar", "--create", "--file", jar, "-C", classes, ".");
        int port = Program.freePort();
        var _ =
                StartTurn.take(
                        echo(port, echo(port, List.of("-XX:AOTCacheOutput=" + cache)), "/echo"));
        if (!Files.exists(cache)) {
            throw new BenchException("start: the JVM has not written " + cache);
        }
    }

    private static void tool(String name, Object... arguments) {
        ToolProvider tool = ToolProvider.findFirst(name).orElseThrow();
        String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        if (tool.run(System.err, System.err, words) != 0) {
            throw new BenchException("start: " + name + " failed");
        }
    }

    /// How to start one.
    StartTurn.Start start(StartContender contender) {
        int port = Program.freePort();
        return switch (contender) {
            case DUPLEX -> echo(port, echo(port, List.of()), "/echo");
            case DUPLEX_CACHED -> echo(port, echo(port, List.of("-XX:AOTCache=" + cache)), "/echo");
            case BUN, WS, NETTY, JETTY, UNDERTOW, VERTX, JAVA_WEBSOCKET ->
                    echo(port, peer(contender.peer().program(), port), "/ws/echo");
            case SERVE -> serve(port, Map.of());
            case SERVE_UNCACHED -> serve(port, Map.of("DUPLEX_JAVA_OPTS", "-XX:AOTMode=off"));
            case SERVE_MEMORY -> serve(port, Map.of("DUPLEX_ENGINE", "memory"));
        };
    }

    private static StartTurn.Start echo(int port, List<String> command, String path) {
        return new StartTurn.Start(command, Map.of(), port, new StartProbe.Echo(path));
    }

    private List<String> echo(int port, List<String> more) {
        List<String> command = java(more);
        command.addAll(
                List.of(
                        "-Dport=" + port,
                        "-cp",
                        jar + File.pathSeparator + classPath(library()),
                        "Echo"));
        return command;
    }

    private List<String> peer(Program program, int port) {
        List<String> command =
                new ArrayList<>(
                        switch (program) {
                            case Program.Java java -> java.command(JVM);
                            case Program.Bun _, Program.Node _, Program.Debian _ ->
                                    program.start(bench, false, List.of());
                        });
        command.add(Integer.toString(port));
        return command;
    }

    private static List<String> java(List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(more);
        return command;
    }

    private StartTurn.Start serve(int port, Map<String, String> more) {
        Map<String, String> environment =
                Stream.concat(
                                Map.of(
                                        "JAVA_HOME",
                                        System.getProperty("java.home"),
                                        "DUPLEX_HOST",
                                        "127.0.0.1",
                                        "DUPLEX_PORT",
                                        Integer.toString(port),
                                        "DUPLEX_DISK_DIRECTORY",
                                        emptyDirectory().toString(),
                                        "DUPLEX_ANONYMOUS",
                                        "true",
                                        "DUPLEX_NAMESPACES",
                                        "{chat: {history-size: 100, recovery: stream,"
                                                + " allow: {subscribe: anyone, publish: anyone}}}")
                                        .entrySet()
                                        .stream(),
                                more.entrySet().stream())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new StartTurn.Start(
                List.of(root.resolve("duplex").toString(), "serve"),
                environment,
                port,
                new StartProbe.Ready());
    }

    /// Where the engine on disk makes its own, new each time.
    private Path emptyDirectory() {
        Path empty = directory.resolve("data");
        Disk.delete(empty);
        return empty;
    }

    private List<Path> library() {
        try (Stream<Path> jars = Files.list(root.resolve("app/target/lib"))) {
            return jars.filter(it ->
                            LIBRARY.stream().anyMatch(it.getFileName().toString()::startsWith))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
