package dev.duplex.conformance;

import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawWebSocket;
import java.net.InetSocketAddress;

/// What the suites of the specifications have in common: a server for each cell of the matrix.
@ConformanceMatrix
public abstract class ConformanceSuite extends SocketSuite {
    private final Cell cell;
    private final InetSocketAddress server;

    protected ConformanceSuite(Cell cell) {
        this.cell = cell;
        this.server = new InetSocketAddress("127.0.0.1", MatrixServers.of(cell).port());
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
        return connect(server, cell.tls(), cell.toString());
    }

    /// A correct handshake for this server.
    protected final RawHandshake handshake(String target) {
        return RawHandshake.of(host(), target);
    }

    /// A connection whose handshake is done, with these header lines in addition.
    protected final RawWebSocket open(String target, String... lines) {
        RawWebSocket peer = connect();
        accepted(peer, with(handshake(target), lines));
        return peer;
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
