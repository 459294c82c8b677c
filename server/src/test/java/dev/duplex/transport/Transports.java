package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.TransportKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// The transports that are to be had on this machine, and servers on them.
final class Transports {
    private static final List<TransportKind> HERE =
            Stream.of(TransportKind.NIO, TransportKind.EPOLL, TransportKind.IO_URING)
                    .filter(Transports::isHere)
                    .toList();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    private Transports() {}

    static Stream<TransportKind> here() {
        return HERE.stream();
    }

    private static boolean isHere(TransportKind kind) {
        Optional<String> why = Transport.unavailable(kind);
        why.ifPresent(reason ->
                System.err.println("NOT TESTED: transport " + kind + ", because " + reason));
        return why.isEmpty();
    }

    /// A builder for a server on loopback, with one event loop.
    static Server.Builder server(TransportKind kind) {
        return Server.builder().host("127.0.0.1").port(0).transport(kind).eventLoops(1);
    }

    static Server.Builder server(TransportKind kind, Limits limits) {
        return server(kind).limits(limits);
    }

    /// A connection whose first request was answered with a status. Where the server waits for requests only briefly, a machine that stands
    /// still may be too late with one: then it is made anew.
    static RawClient answered(int port, String request, int status) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            RawClient client = RawClient.connect(port);
            int answer = client.send(request).head().status();
            if (answer != 408) {
                assertThat(answer).isEqualTo(status);
                return client;
            }
            client.close();
            assertThat(System.nanoTime() - deadline).as("a request is in time").isNegative();
        }
    }

    /// Waits until something has come to be so, not longer than half a minute.
    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }
}
