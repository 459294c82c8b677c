package dev.duplex.bench.disk;

import dev.duplex.bench.BenchException;
import dev.duplex.bench.Commands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Redis of the system on a port of loopback, with a directory of its own. It appends every change to its log, and has the log
/// synced before it answers; it takes no snapshots. All else is as it comes, so that a log that has doubled is written anew.
final class RedisServer implements AutoCloseable {
    private static final int TRIES = 3;
    private static final long STOP_SECONDS = 30;
    private static final String READY = "Ready to accept connections";

    private final Process process;
    private final int port;
    private final Thread atExit;

    private RedisServer(Process process, int port) {
        this.process = process;
        this.port = port;
        atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// Starts one and waits until it takes connections.
    ///
    /// @throws BenchException if it is not installed or does not start
    static RedisServer start(Path directory) {
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < TRIES; i++) {
            // The port is free when it is looked for, and may be another's a moment later.
            int port = freePort();
            RedisServer server = new RedisServer(process(directory, port), port);
            if (server.awaitReady(said)) {
                return server;
            }
            server.close();
        }
        throw new BenchException("Redis does not start:\n" + said);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process process(Path directory, int port) {
        List<String> command =
                List.of(
                        executable().toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        directory.toAbsolutePath().toString(),
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always",
                        "--save",
                        "",
                        "--daemonize",
                        "no");
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads what it says until it is ready, and lets another thread read the rest, so that it never waits for a full pipe.
    private boolean awaitReady(StringBuilder said) {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        try {
            String line;
            while ((line = lines.readLine()) != null) {
                said.append(line).append('\n');
                if (line.contains(READY)) {
                    Thread.ofPlatform()
                            .daemon()
                            .name("redis-says")
                            .start(() -> lines.lines().forEach(_ -> {}));
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /// Its version, for people.
    static String version() throws InterruptedException {
        return Commands.run(List.of(executable().toString(), "--version"))
                .replaceFirst(".*v=([0-9.]+).*", "$1");
    }

    private static Path executable() {
        return Stream.of("/usr/bin", "/usr/local/bin", "/usr/sbin", "/opt/homebrew/bin")
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new BenchException(
                                "redis-server is missing. Install it (Debian: apt-get install"
                                        + " redis-server), or leave redis out of --engines"));
    }

    /// Ends it regularly.
    @Override
    public void close() {
        process.toHandle()
                .destroy(); // unlike the process's own, leaves its output to be read to the end
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
