package dev.duplex.browserkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The scripts of `conformance/src/test/js`, run by Node.js with the npm packages that their lock file pins. They
/// run on a copy, so that installing the packages leaves the sources as they are.
public final class NodeScripts {
    private static final Path SOURCE =
            Path.of("../conformance/src/test/js").toAbsolutePath().normalize();
    private static final Path COPY = Path.of("target/js").toAbsolutePath();

    private NodeScripts() {}

    /// Where the installed packages are: what a test's server serves to browsers.
    public static Path packages() {
        return COPY.resolve("node_modules");
    }

    /// Brings the copy up to date, and its packages with it. Needs npm, and the network if the
    /// packages are not there yet. Tests run in several JVMs: one of them does it, and others wait.
    public static synchronized void install() throws IOException, InterruptedException {
        Files.createDirectories(COPY);
        try (FileChannel file =
                        FileChannel.open(
                                COPY.resolveSibling("js.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = file.lock()) {
            update();
        }
    }

    private static void update() throws IOException, InterruptedException {
        boolean stale = !Files.exists(packages());
        List<Path> sources;
        try (Stream<Path> files = Files.list(SOURCE)) {
            sources = files.toList();
        }
        for (Path source : sources) {
            byte[] wanted = Files.readAllBytes(source);
            Path file = COPY.resolve(source.getFileName());
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), wanted)) {
                Files.write(file, wanted);
                stale |= source.getFileName().toString().startsWith("package");
            }
        }
        if (stale) {
            execute(_ -> {}, "npm", "ci", "--no-audit", "--no-fund");
        }
    }

    /// Runs a script to its end and gives what it printed, line by line; fails unless it exits
    /// with 0.
    public static List<String> run(String... scriptAndArguments)
            throws IOException, InterruptedException {
        return run(_ -> {}, scriptAndArguments);
    }

    /// Runs a script to its end, giving each line to `line` as it comes, too.
    public static List<String> run(Consumer<String> line, String... scriptAndArguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(scriptAndArguments));
        return execute(line, command.toArray(String[]::new));
    }

    private static List<String> execute(Consumer<String> line, String... command)
            throws IOException, InterruptedException {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .directory(COPY.toFile())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            throw new AssertionError(
                    command[0]
                            + " does not run: this test needs Node.js 18 or newer with npm (Debian: apt-get install nodejs npm)",
                    e);
        }
        List<String> output = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String read = lines.readLine(); read != null; read = lines.readLine()) {
                output.add(read);
                line.accept(read);
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new AssertionError(
                        String.join(" ", command)
                                + " ended with "
                                + code
                                + ":\n"
                                + String.join("\n", output));
            }
        } finally {
            process.destroyForcibly();
        }
        return output;
    }
}
