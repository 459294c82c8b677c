package dev.duplex.conformance;

import dev.duplex.Server;
import dev.duplex.TransportKind;
import java.util.List;
import java.util.stream.Stream;

/// The transports that are to be had on this machine.
public final class Transports {
    private static final List<TransportKind> HERE =
            Stream.of(TransportKind.EPOLL, TransportKind.NIO, TransportKind.IO_URING)
                    .filter(Transports::isHere)
                    .toList();

    private Transports() {}

    /// Each of them, epoll first.
    public static Stream<TransportKind> here() {
        return HERE.stream();
    }

    /// Only io_uring may be missing: containers often forbid it.
    private static boolean isHere(TransportKind kind) {
        try {
            Server.builder().host("127.0.0.1").port(0).transport(kind).start().close();
            return true;
        } catch (IllegalStateException e) {
            if (kind != TransportKind.IO_URING) {
                throw e;
            }
            System.out.println("Not tested over " + kind + ": " + e.getMessage());
            return false;
        }
    }
}
