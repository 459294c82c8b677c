package dev.duplex.conformance.clients;

import dev.duplex.faults.InjectionException;
import dev.duplex.faults.LastingPort;
import dev.duplex.faults.ProxyProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A proxy program of the system before a server on loopback, run by the current user, with a
/// configuration of `src/test/proxies`. It listens on two ports: one is configured for WebSocket, the
/// other is not.
final class Proxy implements AutoCloseable {
    private static final Path CONFIGURATIONS = Path.of("src/test/proxies").toAbsolutePath();

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

    private final ProxyProcess running;
    private final Ports ports;

    private Proxy(ProxyProcess running, Ports ports) {
        this.running = running;
        this.ports = ports;
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
    static Proxy start(ProxyProcess.Program program, Ports ports, int target)
            throws InjectionException, IOException, InterruptedException {
        Path directory = Files.createTempDirectory("duplex-proxy");
        String configuration = Files.readString(CONFIGURATIONS.resolve(program.configuration()));
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
        return new Proxy(
                ProxyProcess.start(program, directory, configuration, ports.configured, ports.bare),
                ports);
    }

    @Override
    public void close() {
        running.close();
    }
}
