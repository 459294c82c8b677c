package dev.duplex.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// A Redis as a child process that has every write on the disk before it answers, and can be killed, and started anew with
/// what it had or with nothing. It is on loopback, or in a network of its own. For one thread.
public final class RedisProcess implements AutoCloseable {
    private static final int USUAL_PORT = 6379;

    private final ServerProcess process;
    private final Path data;
    private final int port;
    private final String password;
    private final Optional<Namespace> network;

    private RedisProcess(
            ServerProcess process,
            Path data,
            int port,
            String password,
            Optional<Namespace> network) {
        this.process = process;
        this.data = data;
        this.port = port;
        this.password = password;
        this.network = network;
    }

    /// Starts one on loopback and waits until it takes commands.
    ///
    /// @param folder gets its data and what it prints; whoever made it removes it
    /// @throws InjectionException if it does not come up, or is not installed
    /// @throws IOException if there can be no directory, or no port is free
    public static RedisProcess start(Path folder)
            throws InjectionException, IOException, InterruptedException {
        Path data = data(folder);
        int port = LastingPort.find();
        ServerProcess process =
                start(folder, command(data, port, "127.0.0.1"), "127.0.0.1", port, "");
        return new RedisProcess(process, data, port, "", Optional.empty());
    }

    /// The same in a network of its own, where cables lead that can be cut. There it takes a password: where this machine forwards, as for containers, these may reach
    /// it.
    ///
    /// @param folder gets its password too
    /// @param cables how many
    /// @throws Namespace.UnavailableException if there can be no such network on this machine
    public static RedisProcess startApart(Path folder, int cables)
            throws InjectionException, IOException, InterruptedException {
        Namespace network = Namespace.make(cables);
        boolean started = false;
        try {
            Path data = data(folder);
            String password = UUID.randomUUID().toString();
            // Not an option, for who may see processes sees these.
            Path secret = folder.resolve("redis.conf");
            Files.writeString(secret, "requirepass " + password + "\n");
            List<String> addresses =
                    network.cables().stream().map(Namespace.Cable::address).toList();
            List<String> command =
                    network.command(
                            command(
                                    data,
                                    USUAL_PORT,
                                    String.join(" ", addresses),
                                    secret.toAbsolutePath().toString()));
            ServerProcess process =
                    start(folder, command, addresses.getFirst(), USUAL_PORT, password);
            started = true;
            return new RedisProcess(process, data, USUAL_PORT, password, Optional.of(network));
        } finally {
            if (!started) {
                network.close();
            }
        }
    }

    private static Path data(Path folder) throws IOException {
        return Files.createDirectories(folder.resolve("redis"));
    }

    /// @param configuration files that it reads besides
    private static List<String> command(
            Path data, int port, String addresses, String... configuration) {
        List<String> command = new ArrayList<>(List.of("redis-server"));
        command.addAll(List.of(configuration));
        command.addAll(
                List.of(
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        addresses,
                        "--dir",
                        data.toAbsolutePath().toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always"));
        return command;
    }

    private static ServerProcess start(
            Path folder, List<String> command, String address, int port, String password)
            throws InjectionException, InterruptedException {
        return ServerProcess.of(command)
                .start(
                        folder.resolve("redis.log"),
                        new Readiness.Redis(new InetSocketAddress(address, port), password));
    }

    /// Where it listens, on loopback or at the end of each cable.
    public int port() {
        return port;
    }

    /// What it takes from who connects; empty on loopback.
    public String password() {
        return password;
    }

    /// The ways to it in a network of its own; none on loopback.
    public List<Namespace.Cable> cables() {
        return network.map(Namespace::cables).orElse(List.of());
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

    /// Kills it, if it is there, and takes its network away.
    @Override
    public void close() {
        process.close();
        network.ifPresent(Namespace::close);
    }
}
