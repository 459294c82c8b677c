package dev.duplex.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The program as a process of its own, on the class path of the tests. A process that does not do what
/// is expected of it in time, by default within two minutes, is ended and fails the test.
public final class DuplexProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("^Duplex is at (\\S+)( .*)?$");
    private static final Pattern API_KEY = Pattern.compile("X-API-Key: ([^']+)'");
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path err;

    private DuplexProcess(Process process, Path err) {
        this.process = process;
        this.err = err;
    }

    /// Starts it, for two minutes at most.
    public static DuplexProcess start(Path folder, String... arguments) throws IOException {
        return start(PATIENCE, folder, arguments);
    }

    /// Starts it.
    ///
    /// @param patience how long it may live
    /// @param folder where it runs, and where what it logs is kept
    public static DuplexProcess start(Duration patience, Path folder, String... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.duplex.app.Duplex"));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DUPLEX_"));
        Process process = builder.start();
        // An end that never comes would leave a test in a read that nothing interrupts.
        var _ =
                process.onExit()
                        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((_, failure) -> {
                            if (failure instanceof TimeoutException) {
                                process.destroyForcibly();
                            }
                        });
        return new DuplexProcess(process, err);
    }

    /// The next line that it prints, of which the first says where it is; waits for it.
    public String announcement() throws IOException {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("it ended before it served: " + err());
        }
        return line;
    }

    /// Where it serves; waits for the line that says so.
    public URI address() throws IOException {
        String line = announcement();
        Matcher matcher = ADDRESS.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("no address: " + line);
        }
        return URI.create(matcher.group(1));
    }

    /// The key of the HTTP API that it has made, which it prints after its address; waits for that.
    public String apiKey() throws IOException {
        Matcher matcher = API_KEY.matcher(announcement());
        while (!matcher.find()) {
            matcher = API_KEY.matcher(announcement());
        }
        return matcher.group(1);
    }

    /// Ends it as a supervisor would: SIGTERM.
    public void terminate() {
        process.destroy();
    }

    /// Ends it as nothing should be ended: SIGKILL. Waits for its end.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// As the system counts it.
    public long pid() {
        return process.pid();
    }

    /// Waits for its end.
    ///
    /// @return its exit code
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /// What it has logged and complained of so far.
    public String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
