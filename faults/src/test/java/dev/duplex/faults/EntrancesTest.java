package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A proxy before several servers.
@Timeout(60)
class EntrancesTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final List<ServerSocket> servers = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ServerSocket server = new ServerSocket();
            server.bind(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), LastingPort.find()));
            server.setSoTimeout(PATIENCE_MILLIS);
            servers.add(server);
            addresses.add((InetSocketAddress) server.getLocalSocketAddress());
        }
        proxy = FaultProxy.startWith(FaultProxy.around(addresses));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        for (ServerSocket server : servers) {
            server.close();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /// What a server gets of who comes by an entrance, and what comes back.
    private String exchange(int entrance, int server) throws IOException {
        Socket client = new Socket();
        sockets.add(client);
        client.connect(
                new InetSocketAddress("127.0.0.1", URI.create(proxy.url(entrance, "/")).getPort()),
                PATIENCE_MILLIS);
        client.setSoTimeout(PATIENCE_MILLIS);
        Wires.send(client, "by " + entrance);
        Socket accepted = servers.get(server).accept();
        sockets.add(accepted);
        accepted.setSoTimeout(PATIENCE_MILLIS);
        String got = Wires.read(accepted, 4);
        Wires.send(accepted, "at " + server);
        return got + ", " + Wires.read(client, 4);
    }

    @Test
    void eachLeadsToItsOwnServer() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(exchange(i, i)).isEqualTo("by " + i + ", at " + i);
        }
    }

    @Test
    void leadsToTheNextThatIsThereAndBack() throws IOException {
        int port = servers.get(2).getLocalPort();
        servers.get(2).close();
        servers.get(0).close();
        assertThat(exchange(2, 1)).isEqualTo("by 2, at 1");
        assertThat(exchange(0, 1)).isEqualTo("by 0, at 1");
        ServerSocket back = new ServerSocket();
        back.setReuseAddress(true);
        back.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        servers.set(2, back);
        assertThat(exchange(2, 2)).isEqualTo("by 2, at 2");
    }

    @Test
    void resetsWhoComesWhileNobodyIsThere() throws Exception {
        for (ServerSocket server : servers) {
            server.close();
        }
        try (Socket client = new Socket()) {
            client.connect(proxy.address(), PATIENCE_MILLIS);
        } catch (SocketException _) {
            // It was reset as it came.
        }
        Await.until("the reset", () -> proxy.counts().unreachable() == 1);
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void cutsConnectionsOfAll() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(exchange(i, i)).isEqualTo("by " + i + ", at " + i);
        }
        assertThat(proxy.connections()).isEqualTo(3);
        assertThat(proxy.cut()).isEqualTo(3);
    }
}
