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
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A server, somebody hostile, and two bystanders: one was connected before, one comes after; both
/// must be served, and nothing may be logged (see `LogWatch`).
abstract class HostileSuite extends ServerSuite {
    /// So often a handshake is tried that was not done in time.
    private static final int TRIES = 10;

    private final List<Attacked> attacked = new ArrayList<>();
    private final Server server;

    /// A server, and who was there before.
    private record Attacked(Server server, Duration handshakeTimeout, RawWebSocket bystander) {}

    HostileSuite() {
        server = start(routes(builder().limits(limits())));
    }

    /// The server's limits: whoever is left waiting for a Close is soon let go.
    static Limits limits() {
        return PATIENT.toBuilder()
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
        attack(server, limits().handshakeTimeout());
    }

    /// Has a bystander connect to a server, who is to be served after the test, as well as one who comes then.
    final void attack(Server other, Duration handshakeTimeout) {
        RawWebSocket bystander =
                inTime(
                        handshakeTimeout,
                        () -> {
                            RawWebSocket peer = RawWebSocket.connect(address(other));
                            keep(peer, "a bystander who was there before");
                            accepted(peer, handshake(other, "/echo"));
                            return peer;
                        });
        attacked.add(new Attacked(other, handshakeTimeout, bystander));
    }

    /// Opens a connection. Where that fails after longer than the server waits for a handshake, it is tried again: the machine stood
    /// still meanwhile.
    static RawWebSocket inTime(Duration handshakeTimeout, Supplier<RawWebSocket> opening) {
        for (int left = TRIES; ; left--) {
            long begin = System.nanoTime();
            try {
                return opening.get();
            } catch (AssertionError | UncheckedIOException refused) {
                if (left == 1 || System.nanoTime() - begin < handshakeTimeout.toNanos()) {
                    throw refused;
                }
            }
        }
    }

    @AfterEach
    final void everybodyElseIsServed() {
        attacked.forEach(this::servesEverybodyElse);
    }

    private void servesEverybodyElse(Attacked it) {
        Expect.echo(it.bystander, RawFrame.text("I was here before"));
        RawWebSocket late = inTime(it.handshakeTimeout, () -> open(it.server, "/echo"));
        Expect.echo(late, RawFrame.text("I came later"));
        late.send(RawFrame.close(1000, ""));
        Expect.close(late, 1000);
        Expect.cleanEnd(late);
        it.bystander.close();
        eventually(
                "no connection is left, but there are " + it.server.connections(),
                () -> it.server.connections() == 0);
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
