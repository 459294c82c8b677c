package dev.duplex.conformance.clients;

import dev.duplex.faults.LastingPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A proxy program of the system before a server on loopback, run by the current user, with a
/// configuration of `src/test/proxies`. It listens on two ports: one is configured for WebSocket, the
/// other is not.
final class Proxy implements AutoCloseable {
    private static final Path CONFIGURATIONS = Path.of("src/test/proxies").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// The programs. Debian's packages have these names.
    enum Program {
        NGINX("nginx", "nginx.conf"),
        HAPROXY("haproxy", "haproxy.cfg");

        private final String name;
        private final String configuration;

        Program(String name, String configuration) {
            this.name = name;
            this.configuration = configuration;
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

    /// The ports that a proxy will listen on: known before there is one, so that a server can be told
    /// which pages will come.
    ///
    /// @param configured for WebSocket
    /// @param bare not configured for it
    record Ports(int configured, int bare) {
        /// Two that are free now.
        static Ports free() {
            try {
                int one = LastingPort.find();
                int two = LastingPort.find();
                return one == two ? free() : new Ports(one, two);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Process process;
    private final Ports ports;
    private final Path log;

    private Proxy(Process process, Ports ports, Path log) {
        this.process = process;
        this.ports = ports;
        this.log = log;
    }

    /// Where it is configured for WebSocket.
    int configured() {
        return ports.configured;
    }

    /// Where it is not.
    int bare() {
        return ports.bare;
    }

    /// Starts one, and returns when it listens.
    ///
    /// @param target the server's port
    static Proxy start(Program program, Ports ports, int target) throws IOException {
        Path directory = Files.createTempDirectory("duplex-" + program.name);
        String configuration = Files.readString(CONFIGURATIONS.resolve(program.configuration));
        Map<String, String> values =
                Map.of(
                        "${user}", System.getProperty("user.name"),
                        "${directory}", directory.toString(),
                        "${configured}", Integer.toString(ports.configured),
                        "${bare}", Integer.toString(ports.bare),
                        "${target}", Integer.toString(target));
        for (Map.Entry<String, String> value : values.entrySet()) {
            configuration = configuration.replace(value.getKey(), value.getValue());
        }
        Path file = Files.writeString(directory.resolve(program.configuration), configuration);
        Path log = directory.resolve("log");
        Process process =
                new ProcessBuilder(program.command(file))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Proxy proxy = new Proxy(process, ports, log);
        try {
            proxy.awaitListening(ports.configured);
            proxy.awaitListening(ports.bare);
        } catch (AssertionError e) {
            proxy.close();
            throw e;
        }
        return proxy;
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
