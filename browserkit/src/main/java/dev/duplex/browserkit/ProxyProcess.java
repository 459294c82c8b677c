package dev.duplex.browserkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A proxy program of the system, run by the current user.
public final class ProxyProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// The programs. Debian's packages have these names.
    public enum Program {
        NGINX("nginx", "nginx.conf"),
        HAPROXY("haproxy", "haproxy.cfg");

        private final String name;

        private final String configuration;

        Program(String name, String configuration) {
            this.name = name;
            this.configuration = configuration;
        }

        /// The name of its configuration's file.
        public String configuration() {
            return configuration;
        }

        /// The command that runs it in the foreground.
        private List<String> command(Path file) {
            return switch (this) {
                case NGINX -> List.of(executable().toString(), "-c", file.toString());
                case HAPROXY -> List.of(executable().toString(), "-db", "-f", file.toString());
            };
        }

        /// Also where the `PATH` of others than root does not lead.
        private Path executable() {
            return Stream.of(
                            "/usr/sbin",
                            "/usr/local/sbin",
                            "/usr/bin",
                            "/usr/local/bin",
                            "/opt/homebrew/bin")
                    .map(directory -> Path.of(directory, name))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() ->
                            new AssertionError(
                                    name
                                            + " is missing, which this test puts before the server. Install it (Debian: apt-get install "
                                            + name
                                            + ")"));
        }
    }

    private final Process process;
    private final Path log;

    private ProxyProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts one, and returns when it listens.
    ///
    /// @param directory where its configuration and what it says are put
    /// @param ports on loopback, of the configuration
    /// @throws AssertionError if it does not listen there
    /// @throws IOException if there can be no files
    public static ProxyProcess start(
            Program program, Path directory, String configuration, int... ports)
            throws IOException {
        Path file = Files.writeString(directory.resolve(program.configuration()), configuration);
        Path log = directory.resolve("log");
        Process process =
                new ProcessBuilder(program.command(file))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        ProxyProcess running = new ProxyProcess(process, log);
        try {
            for (int port : ports) {
                running.awaitListening(port);
            }
        } catch (AssertionError e) {
            running.close();
            throw e;
        }
        return running;
    }

    private void awaitListening(int port) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isListening(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError(
                        "the proxy does not listen on " + port + ":\n" + Files.readString(log));
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static boolean isListening(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Ends it, as its own signals do.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the proxy did not end");
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
