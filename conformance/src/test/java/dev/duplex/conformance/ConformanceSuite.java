package dev.duplex.conformance;

import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawWebSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInfo;

/// What the suites of the specifications have in common: a server for each cell of the matrix, and
/// connections to it that are closed after each test. A test's display name is the rule it checks,
/// and stands in the message of each failure.
@ConformanceMatrix
public abstract class ConformanceSuite {
    private final Cell cell;
    private final InetSocketAddress server;
    private final List<RawWebSocket> connections = new ArrayList<>();
    private String rule = "";

    protected ConformanceSuite(Cell cell) {
        this.cell = cell;
        this.server = new InetSocketAddress("127.0.0.1", MatrixServers.of(cell).port());
    }

    @BeforeEach
    final void nameRule(TestInfo test) {
        rule =
                test.getTestMethod()
                        .map(method -> method.getAnnotation(DisplayName.class))
                        .map(DisplayName::value)
                        .orElseThrow(() -> new AssertionError("a test names the rule it checks"));
    }

    @AfterEach
    final void closeConnections() {
        connections.forEach(RawWebSocket::close);
    }

    /// Whether this cell is over TLS.
    protected final boolean tls() {
        return cell.tls();
    }

    /// The server's `Host`.
    protected final String host() {
        return "localhost:" + server.getPort();
    }

    /// A connection on which nothing was sent yet.
    protected final RawWebSocket connect() {
        RawWebSocket peer =
                cell.tls() ? RawWebSocket.connectTls(server) : RawWebSocket.connect(server);
        connections.add(peer);
        return peer.rule(rule + " [" + cell + "]");
    }

    /// A correct handshake for this server.
    protected final RawHandshake handshake(String target) {
        return RawHandshake.of(host(), target);
    }

    /// A connection whose handshake is done, with these header lines in addition.
    protected final RawWebSocket open(String target, String... lines) {
        RawHandshake handshake = handshake(target);
        for (String line : lines) {
            handshake = handshake.with(line);
        }
        RawWebSocket peer = connect();
        accepted(peer, handshake);
        return peer;
    }

    /// Sends a handshake that must be accepted.
    protected final RawHead accepted(RawWebSocket peer, RawHandshake handshake) {
        RawHead head = answer(peer, handshake);
        if (head.status() != 101) {
            throw peer.failure("101 Switching Protocols", head + "\n" + peer.readBody(head));
        }
        return head;
    }

    /// Sends a handshake and reads the answer's head.
    protected final RawHead answer(RawWebSocket peer, RawHandshake handshake) {
        return peer.send(handshake).readHead();
    }

    /// A frame sent on a new connection to `/echo` is answered by the end of it with this code.
    protected final void fails(int code, RawFrame first, RawFrame... more) {
        RawWebSocket peer = open("/echo");
        peer.send(first);
        for (RawFrame frame : more) {
            peer.sendUntilRefused(frame.bytes());
        }
        Expect.failed(peer, code);
    }
}
