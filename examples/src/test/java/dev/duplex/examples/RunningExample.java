package dev.duplex.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An example in a process of its own, started from its source on the tests' class path.
final class RunningExample implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Path errors;

    private RunningExample(Process process, Path errors) {
        this.process = process;
        this.out = process.inputReader();
        this.errors = errors;
    }

    /// Starts `examples/NAME.java`, on a port that the system chooses if it is a server.
    static RunningExample start(String name, String... arguments) throws IOException {
        Path errors = Files.createTempFile(name, ".err");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                // Most of its life it compiles itself.
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Dport=0",
                                "--class-path",
                                System.getProperty("java.class.path"),
                                Path.of(name + ".java").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return new RunningExample(process, errors);
    }

    /// The next line that it prints.
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("it ended, and said: " + Files.readString(errors));
        }
        return line;
    }

    /// What it prints until it ends by itself, with success.
    List<String> toTheEnd() throws IOException, InterruptedException {
        List<String> lines = out.lines().toList();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("it failed, and said: " + Files.readString(errors));
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        out.close();
        Files.delete(errors);
    }
}
