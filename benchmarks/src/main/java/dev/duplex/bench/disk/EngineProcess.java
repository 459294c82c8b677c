package dev.duplex.bench.disk;

import dev.duplex.bench.BenchException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An [OpenEngine] that runs, with a heap that gives back what it does not use, so that resident memory says something.
final class EngineProcess implements AutoCloseable {
    private static final List<String> JVM =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms16m",
                    "-Xmx1g",
                    "-XX:MinHeapFreeRatio=5",
                    "-XX:MaxHeapFreeRatio=10",
                    "--enable-native-access=ALL-UNNAMED");

    private final Path directory;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;
    private final Thread atExit;
    private final long openedNanos;
    private final long answeredNanos;

    /// Starts it, and waits until it has opened the directory and published once.
    EngineProcess(Path directory) {
        this.directory = directory.toAbsolutePath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenEngine.class.getName(),
                        this.directory.toString()));
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
        String[] words = answer("opened").split(" ", -1);
        openedNanos = Long.parseLong(words[1]);
        answeredNanos = Long.parseLong(words[2]);
    }

    /// How long it took to open the directory.
    long openedNanos() {
        return openedNanos;
    }

    /// How long it took until the first publication was acknowledged.
    long answeredNanos() {
        return answeredNanos;
    }

    /// Has it publish in channels at random.
    void publish(int count, int channels) {
        order("publish " + count + " " + channels);
        var _ = answer("published");
    }

    long residentBytes() {
        return Disk.residentBytes(process.pid());
    }

    /// Of the directory.
    long openFiles() {
        return Disk.openFiles(process.pid(), directory);
    }

    /// Has it close the directory.
    ///
    /// @return how long that took
    long end() {
        order("close");
        return Long.parseLong(answer("closed").split(" ", -1)[1]);
    }

    private void order(String line) {
        try {
            orders.write(line);
            orders.newLine();
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String answer(String expected) {
        try {
            String line = answers.readLine();
            if (line == null || !line.startsWith(expected)) {
                throw new BenchException("the engine's process says " + line);
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Kills it, if it is still there.
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
