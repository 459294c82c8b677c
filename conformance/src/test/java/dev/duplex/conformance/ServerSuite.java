package dev.duplex.conformance;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.channels.Hub;
import dev.duplex.testkit.Eventually;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawWebSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/// Tests that start servers of their own, which are closed after each test.
public abstract class ServerSuite extends SocketSuite {
    /// The defaults, but that a test may take its time: nothing of it is explained by a time that has passed.
    protected static final Limits PATIENT =
            Limits.builder()
                    .handshakeTimeout(Duration.ofMinutes(1))
                    .pingInterval(Duration.ZERO)
                    .closeTimeout(Duration.ofMinutes(1))
                    .build();

    private final List<Server> servers = new ArrayList<>();
    private final List<Hub> hubs = new ArrayList<>();

    /// A builder for 127.0.0.1 and any port, with [#PATIENT] limits.
    protected static Server.Builder builder() {
        return Server.builder().host("127.0.0.1").port(0).eventLoops(1).limits(PATIENT);
    }

    /// Starts a server that is closed after the test.
    protected final Server start(Server.Builder builder) {
        Server server = builder.start();
        servers.add(server);
        return server;
    }

    /// A hub that is closed after the servers.
    protected final Hub closedLast(Hub hub) {
        hubs.add(hub);
        return hub;
    }

    @AfterEach
    final void closeServers() {
        // First, because a server that closes waits for its peers.
        closeConnections();
        servers.forEach(server -> server.close(Duration.ofSeconds(1)));
        hubs.forEach(Hub::close);
    }

    protected static InetSocketAddress address(Server server) {
        return new InetSocketAddress("127.0.0.1", server.port());
    }

    /// A plain connection on which nothing was sent yet.
    protected final RawWebSocket connect(Server server) {
        return connect(address(server), false, server.transport().toString());
    }

    protected static RawHandshake handshake(Server server, String target) {
        return RawHandshake.of("localhost:" + server.port(), target);
    }

    /// A plain connection whose handshake is done.
    protected final RawWebSocket open(Server server, String target, String... lines) {
        RawWebSocket peer = connect(server);
        accepted(peer, with(handshake(server, target), lines));
        return peer;
    }

    /// Waits for something that nothing on a socket tells of.
    protected static void eventually(String what, BooleanSupplier condition) {
        Eventually.holds(what, condition::getAsBoolean);
    }
}
