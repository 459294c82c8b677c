package dev.duplex.bench.load;

import java.util.List;
import java.util.Optional;

/// The servers that a load goes to: one, or several that share it.
///
/// @param ports on this machine, of which there is one at least
/// @param tls how to speak TLS to them; empty: without
public record Target(List<Integer> ports, Optional<TlsClient> tls) {
    public Target {
        ports = List.copyOf(ports);
    }

    /// A single server.
    public Target(int port, Optional<TlsClient> tls) {
        this(List.of(port), tls);
    }

    /// A server without TLS.
    public static Target plain(int port) {
        return new Target(port, Optional.empty());
    }

    /// Several without TLS.
    public static Target plain(List<Integer> ports) {
        return new Target(ports, Optional.empty());
    }

    /// The first one's.
    public int port() {
        return port(0);
    }

    /// That of a server, counted round.
    public int port(int server) {
        return ports.get(server % ports.size());
    }
}
