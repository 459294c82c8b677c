package dev.duplex.conformance.sockjs;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.TransportKind;
import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.conformance.TestCertificate;
import java.time.Duration;
import java.util.Optional;

/// Tests of SockJS that need a server with options or an endpoint of their own, at `/s`.
abstract class OwnServerSuite extends ServerSuite {
    /// Options to start from: pages of any origin, and so long a delay that no session ends because
    /// its client is slow.
    static final SockJsOptions ANY =
            SockJsOptions.builder()
                    .origins(Origins.any())
                    .disconnectDelay(Duration.ofMinutes(1))
                    .build();

    /// Answers with what it gets.
    static final Endpoint ECHO =
            new Endpoint() {
                @Override
                public void onMessage(Session session, Message message) {
                    session.send(message);
                }
            };

    private final Cell cell;

    /// For tests that are not about the wire.
    OwnServerSuite() {
        this(new Cell(TransportKind.AUTO, false));
    }

    OwnServerSuite(Cell cell) {
        this.cell = cell;
    }

    /// Whether this cell is over TLS.
    final boolean tls() {
        return cell.tls();
    }

    /// A server of this cell that serves `endpoint` at `/s`.
    final Server serve(Endpoint endpoint, SockJsOptions options) {
        return serve(endpoint, options, Limits.DEFAULT);
    }

    /// A server of this cell, with these limits, that serves `endpoint` at `/s`.
    final Server serve(Endpoint endpoint, SockJsOptions options, Limits limits) {
        Server.Builder builder =
                builder()
                        .transport(cell.transport())
                        .limits(limits)
                        .sockJs("/s", endpoint, options);
        Optional.of(cell)
                .filter(Cell::tls)
                .ifPresent(_ -> builder.tls(TestCertificate.shared().tls()));
        return start(builder);
    }

    /// What the server serves at `/s`.
    final Service service(Server server) {
        return service(server, "/s");
    }

    /// What the server serves at another base URL.
    final Service service(Server server, String base) {
        return new Service(
                () -> connect(address(server), cell.tls(), cell.toString()),
                "localhost:" + server.port(),
                base);
    }
}
