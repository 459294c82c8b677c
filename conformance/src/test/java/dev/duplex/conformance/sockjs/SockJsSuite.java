package dev.duplex.conformance.sockjs;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceSuite;

/// Tests of the protocol against the services that its definition asks for, on the whole matrix.
abstract class SockJsSuite extends ConformanceSuite {
    SockJsSuite(Cell cell) {
        super(cell);
    }

    /// Answers with what it gets; its streamed responses have 4096 bytes.
    final Service echo() {
        return service("echo");
    }

    /// Closes every session at once: 3000, "Go away!".
    final Service close() {
        return service("close");
    }

    /// One of the services below `/sockjs`.
    final Service service(String name) {
        return new Service(this::connect, host(), "/sockjs/" + name);
    }
}
