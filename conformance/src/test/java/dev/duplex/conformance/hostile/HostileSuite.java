package dev.duplex.conformance.hostile;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.conformance.Expect;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A server, somebody hostile, and two bystanders: one was connected before, one comes after; both
/// must be served, and nothing may be logged (see `LogWatch`).
abstract class HostileSuite extends ServerSuite {
    private final Server server;
    private final RawWebSocket bystander;

    HostileSuite() {
        server = start(routes(builder().limits(limits())));
        bystander = RawWebSocket.connect(address(server));
    }

    /// The server's limits, with times short enough to be waited for.
    static Limits limits() {
        return Limits.builder()
                .handshakeTimeout(Duration.ofSeconds(1))
                .closeTimeout(Duration.ofMillis(400))
                .queueBytes(256 << 10)
                .build();
    }

    /// An echo at `/echo`, a sink at `/sink`, and one that closes when anything comes at `/close`.
    static Server.Builder routes(Server.Builder builder) {
        return builder.webSocket(
                        "/echo", Endpoint.blocking(session -> session.forEach(session::send)))
                .webSocket("/sink", new Endpoint() {})
                .webSocket(
                        "/close",
                        new Endpoint() {
                            @Override
                            public void onMessage(Session session, Message message) {
                                session.close();
                            }
                        });
    }

    @BeforeEach
    final void connectBystander() {
        keep(bystander, "a bystander who was there before");
        accepted(bystander, handshake(server, "/echo"));
    }

    @AfterEach
    final void everybodyElseIsServed() {
        Expect.echo(bystander, RawFrame.text("I was here before"));
        RawWebSocket late = open(server, "/echo");
        Expect.echo(late, RawFrame.text("I came later"));
        late.send(RawFrame.close(1000, ""));
        Expect.close(late, 1000);
        Expect.cleanEnd(late);
        bystander.close();
        eventually(
                "no connection is left, but there are " + server.connections(),
                () -> server.connections() == 0);
    }

    final Server server() {
        return server;
    }

    /// Starts writing and does not stop until the server does not take any more.
    static Thread flood(RawWebSocket peer, byte[] bytes) {
        return Thread.ofVirtual()
                .start(() -> {
                    while (peer.sendUntilRefused(bytes)) {
                        Thread.yield();
                    }
                });
    }
}
