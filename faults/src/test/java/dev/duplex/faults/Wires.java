package dev.duplex.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A target, a proxy before it, and connections through it with both their ends.
final class Wires implements AutoCloseable {
    /// How long a read waits for what is to come.
    private static final int PATIENCE_MILLIS = 20_000;

    /// How long a read waits to show that nothing comes.
    private static final int NOTHING_MILLIS = 200;

    final ServerSocket target = new ServerSocket();
    final FaultProxy proxy;
    private final List<Wire> wires = new ArrayList<>();

    Wires() throws IOException {
        this(FaultProxy.MAX_CONNECTIONS, Optional.empty());
    }

    Wires(int maxConnections, Optional<Duration> idle) throws IOException {
        target.setReceiveBufferSize(16 << 10);
        target.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        target.setSoTimeout(PATIENCE_MILLIS);
        proxy =
                FaultProxy.start(
                        (InetSocketAddress) target.getLocalSocketAddress(), maxConnections, idle);
    }

    /// A connection through the proxy and the target's end of it.
    record Wire(Socket client, Socket server) {
        void toServer(String text) throws IOException {
            send(client, text);
        }

        void toClient(String text) throws IOException {
            send(server, text);
        }

        String atServer(int length) throws IOException {
            return read(server, length);
        }

        String atClient(int length) throws IOException {
            return read(client, length);
        }
    }

    /// A client of the proxy, whatever becomes of it.
    Socket client() throws IOException {
        Socket client = new Socket();
        client.setSendBufferSize(16 << 10);
        client.connect(proxy.address(), PATIENCE_MILLIS);
        client.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    Wire connect() throws Exception {
        int open = proxy.connections();
        Socket client = client();
        Wire wire = new Wire(client, accept());
        wires.add(wire);
        Await.until("a connection", () -> proxy.connections() == open + 1);
        return wire;
    }

    Socket accept() throws IOException {
        Socket server = target.accept();
        server.setSoTimeout(PATIENCE_MILLIS);
        return server;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// Up to so many characters; fewer if it ended before.
    static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    static boolean isSilent(Socket socket) throws IOException {
        socket.setSoTimeout(NOTHING_MILLIS);
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException _) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    static boolean isAtItsEnd(Socket socket) throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        for (Wire wire : wires) {
            wire.client().close();
            wire.server().close();
        }
        target.close();
    }
}
