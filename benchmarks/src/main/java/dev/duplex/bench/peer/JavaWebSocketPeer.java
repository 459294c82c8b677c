package dev.duplex.bench.peer;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/// The peer on Java-WebSocket: one thread that reads and writes, one that decodes and calls.
public final class JavaWebSocketPeer extends WebSocketServer {
    private static final String BROADCAST = "/ws/broadcast";

    private final Set<WebSocket> everybody = ConcurrentHashMap.newKeySet();
    private final CountDownLatch started = new CountDownLatch(1);

    private JavaWebSocketPeer(PeerArguments arguments) {
        super(
                new InetSocketAddress("127.0.0.1", arguments.port()),
                1,
                List.of(
                        arguments.deflate()
                                ? new Draft_6455(new PerMessageDeflateExtension())
                                : new Draft_6455()));
        setConnectionLostTimeout(0);
        setReuseAddr(true);
        setTcpNoDelay(true);
        setMaxPendingConnections(1024);
    }

    public static void main(String... args) throws InterruptedException {
        PeerArguments.ready(start(PeerArguments.of(args)).getPort());
    }

    static JavaWebSocketPeer start(PeerArguments arguments) throws InterruptedException {
        JavaWebSocketPeer server = new JavaWebSocketPeer(arguments);
        server.start();
        server.started.await();
        return server;
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        if (socket.getResourceDescriptor().equals(BROADCAST)) {
            everybody.add(socket);
        }
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        if (socket.getResourceDescriptor().equals(BROADCAST)) {
            broadcast(message, everybody);
        } else {
            answer(socket, message);
        }
    }

    private static void answer(WebSocket socket, String message) {
        try {
            socket.send(message);
        } catch (WebsocketNotConnectedException _) {
            // The client left before its answer: the load has stopped.
        }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        everybody.remove(socket);
    }

    @Override
    public void onError(WebSocket socket, Exception e) {
        throw new IllegalStateException(e);
    }
}
