package dev.duplex.bench.load;

import java.util.Optional;

/// The server that a load goes to.
///
/// @param port on this machine
/// @param tls how to speak TLS to it; empty: without
public record Target(int port, Optional<TlsClient> tls) {
    /// A server without TLS.
    public static Target plain(int port) {
        return new Target(port, Optional.empty());
    }
}
