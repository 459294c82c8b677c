package dev.duplex.conformance;

import dev.duplex.TransportKind;

/// One cell of the matrix that the suites of the specifications run on.
///
/// @param transport what carries the server's bytes
/// @param tls whether they go through TLS
public record Cell(TransportKind transport, boolean tls) {
    @Override
    public String toString() {
        return transport + (tls ? " TLS" : " plain");
    }
}
