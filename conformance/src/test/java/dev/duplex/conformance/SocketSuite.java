package dev.duplex.conformance;

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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests over raw connections, which are closed after each. A test's display name is the rule it
/// checks, and stands in the message of each failure.
@ExtendWith(LogWatch.class)
@Timeout(120)
public abstract class SocketSuite {
    private final List<RawWebSocket> connections = new ArrayList<>();
    private String rule = "";

    @BeforeEach
    final void nameRule(TestInfo test) {
        rule =
                test.getTestMethod()
                        .map(method -> method.getAnnotation(DisplayName.class))
                        .map(DisplayName::value)
                        .orElseThrow(() -> new AssertionError("a test names the rule it checks"));
    }

    /// Closes every connection of the test; may be called before its end, too.
    @AfterEach
    protected final void closeConnections() {
        connections.forEach(RawWebSocket::close);
    }

    /// A connection on which nothing was sent yet.
    ///
    /// @param where for messages
    protected final RawWebSocket connect(InetSocketAddress server, boolean tls, String where) {
        RawWebSocket peer = tls ? RawWebSocket.connectTls(server) : RawWebSocket.connect(server);
        return keep(peer, where);
    }

    /// Has a connection closed after the test.
    protected final RawWebSocket keep(RawWebSocket peer, String where) {
        connections.add(peer);
        return peer.rule(rule + " [" + where + "]");
    }

    /// Sends a handshake that must be accepted.
    protected static RawHead accepted(RawWebSocket peer, RawHandshake handshake) {
        RawHead head = answer(peer, handshake);
        if (head.status() != 101) {
            throw peer.failure("101 Switching Protocols", head + "\n" + peer.readBody(head));
        }
        return head;
    }

    /// Sends a handshake and reads the answer's head.
    protected static RawHead answer(RawWebSocket peer, RawHandshake handshake) {
        return peer.send(handshake).readHead();
    }

    /// A handshake with these header lines in addition.
    protected static RawHandshake with(RawHandshake handshake, String... lines) {
        RawHandshake longer = handshake;
        for (String line : lines) {
            longer = longer.with(line);
        }
        return longer;
    }
}
