package dev.duplex.bench.peer;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/// The peer on Jetty 12: its own WebSocket API, with listeners that ask for messages by themselves and get
/// text as a string. One acceptor and one selector; what a selector hands on runs on its thread pool.
public final class JettyPeer {
    private JettyPeer() {}

    public static void main(String... args) throws Exception {
        Server server = start(PeerArguments.of(args));
        PeerArguments.ready(port(server));
        server.join();
    }

    static Server start(PeerArguments arguments) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(arguments.port());
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        Set<Session> everybody = ConcurrentHashMap.newKeySet();
        server.setHandler(
                WebSocketUpgradeHandler.from(
                        server,
                        container -> {
                            container.setIdleTimeout(Duration.ZERO);
                            container.addMapping("/ws/echo", (_, _, _) -> new Echo());
                            container.addMapping(
                                    "/ws/broadcast", (_, _, _) -> new Broadcast(everybody));
                        }));
        server.start();
        return server;
    }

    static int port(Server server) {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    /// Public, since Jetty calls it by method handles.
    public static final class Echo extends Session.Listener.AbstractAutoDemanding {
        @Override
        public void onWebSocketText(String message) {
            getSession().sendText(message, Callback.NOOP);
        }
    }

    /// Public, since Jetty calls it by method handles.
    public static final class Broadcast extends Session.Listener.AbstractAutoDemanding {
        private final Set<Session> everybody;

        Broadcast(Set<Session> everybody) {
            this.everybody = everybody;
        }

        @Override
        public void onWebSocketOpen(Session session) {
            everybody.add(session);
            super.onWebSocketOpen(session);
        }

        @Override
        public void onWebSocketText(String message) {
            everybody.forEach(session -> session.sendText(message, Callback.NOOP));
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            everybody.remove(getSession());
            callback.succeed();
        }
    }
}
