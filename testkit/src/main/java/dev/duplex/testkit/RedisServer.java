package dev.duplex.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Redis of the system on a port of loopback, with a directory of its own. It keeps nothing on the disk unless its options say so.
public final class RedisServer implements AutoCloseable {
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

    /// Starts one on a free port and waits until it takes connections.
    ///
    /// @param options as on its command line: `--appendonly`, `yes`
    /// @throws IllegalStateException if it is not installed or does not start
    public static RedisServer start(Path directory, String... options) {
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < TRIES; i++) {
            // The port is free when it is looked for, and may be another's a moment later.
            RedisServer server = launch(directory, freePort(), options);
            if (server.awaitReady(said)) {
                return server;
            }
            server.close();
        }
        throw new IllegalStateException("Redis does not start:\n" + said);
    }

    /// Starts one where another has been.
    ///
    /// @throws IllegalStateException if it is not installed or does not start: the port may have become somebody else's
    public static RedisServer startAt(int port, Path directory, String... options) {
        StringBuilder said = new StringBuilder();
        RedisServer server = launch(directory, port, options);
        if (!server.awaitReady(said)) {
            server.close();
            throw new IllegalStateException("Redis does not start:\n" + said);
        }
        return server;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RedisServer launch(Path directory, int port, String... options) {
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        executable().toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        directory.toAbsolutePath().toString(),
                        "--save",
                        "",
                        "--daemonize",
                        "no"));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new RedisServer(process, port);
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

    public int port() {
        return port;
    }

    /// Its process.
    public long pid() {
        return process.pid();
    }

    /// Its address, as clients of Redis write it.
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /// The program.
    ///
    /// @throws IllegalStateException if it is not installed
    public static Path executable() {
        return Stream.of("/usr/bin", "/usr/local/bin", "/usr/sbin", "/opt/homebrew/bin")
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "redis-server is missing: install it (Debian: apt-get install"
                                        + " redis-server)"));
    }

    /// Ends it at once, as a crash does.
    public void kill() {
        end(process.destroyForcibly().toHandle());
    }

    /// Ends it regularly.
    @Override
    public void close() {
        end(process.toHandle());
    }

    private void end(ProcessHandle handle) {
        // Unlike the process's own, leaves its output to be read to the end.
        handle.destroy();
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
