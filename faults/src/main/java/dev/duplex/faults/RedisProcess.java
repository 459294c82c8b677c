package dev.duplex.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A Redis as a child process on loopback that has every write on the disk before it answers, and can be killed, and started anew with
/// what it had or with nothing. For one thread.
public final class RedisProcess implements AutoCloseable {
    private final ServerProcess process;
    private final Path data;
    private final int port;

    private RedisProcess(ServerProcess process, Path data, int port) {
        this.process = process;
        this.data = data;
        this.port = port;
    }

    /// Starts one and waits until it takes commands.
    ///
    /// @param folder gets its data and what it prints; whoever made it removes it
    /// @throws InjectionException if it does not come up, or is not installed
    /// @throws IOException if there can be no directory, or no port is free
    public static RedisProcess start(Path folder)
            throws InjectionException, IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve("redis"));
        int port = LastingPort.find();
        List<String> command =
                List.of(
                        "redis-server",
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        data.toAbsolutePath().toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always");
        ServerProcess process =
                ServerProcess.of(command)
                        .start(
                                folder.resolve("redis.log"),
                                URI.create("redis://127.0.0.1:" + port));
        return new RedisProcess(process, data, port);
    }

    /// Where it listens on loopback.
    public int port() {
        return port;
    }

    /// The id of the process that runs, or has run last.
    public long pid() {
        return process.pid();
    }

    /// SIGKILL. Waits for its end.
    public void kill() throws InterruptedException {
        process.kill();
    }

    /// SIGKILL, and removes all that it had. Waits for its end.
    ///
    /// @throws InjectionException if something of it cannot be removed
    public void empty() throws InjectionException, InterruptedException {
        kill();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(data)) {
                    Files.delete(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new InjectionException("What Redis had cannot be removed: " + e.getMessage(), e);
        }
    }

    /// Starts it again after it was killed, and waits until it takes commands.
    ///
    /// @throws InjectionException if it does not come up
    public void start() throws InjectionException, InterruptedException {
        process.start();
    }

    /// Says so if it is not there.
    ///
    /// @throws InjectionException with the end of its log
    void requireRunning() throws InjectionException {
        process.requireRunning();
    }

    /// Kills it, if it is there.
    @Override
    public void close() {
        process.close();
    }
}
