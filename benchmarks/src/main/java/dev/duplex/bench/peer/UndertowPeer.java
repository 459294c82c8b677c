package dev.duplex.bench.peer;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/// The peer on Undertow: one I/O thread, listeners that get whole messages as a string, and the peers that
/// Undertow keeps of each endpoint.
public final class UndertowPeer {
    private static final int LEVEL = 6;

    private UndertowPeer() {}

    public static void main(String... args) {
        PeerArguments.ready(port(start(PeerArguments.of(args))));
    }

    static Undertow start(PeerArguments arguments) {
        Undertow server =
                Undertow.builder()
                        .addHttpListener(arguments.port(), "127.0.0.1")
                        .setIoThreads(1)
                        .setWorkerThreads(1)
                        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, -1)
                        .setHandler(
                                Handlers.path()
                                        .addExactPath("/ws/echo", endpoint(Echo::new, arguments))
                                        .addExactPath(
                                                "/ws/broadcast",
                                                endpoint(Broadcast::new, arguments)))
                        .build();
        server.start();
        return server;
    }

    static int port(Undertow server) {
        return ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    /// @param listeners makes one for each connection: a listener counts the pings that it gets, and ends a connection for too many
    private static WebSocketProtocolHandshakeHandler endpoint(
            Supplier<AbstractReceiveListener> listeners, PeerArguments arguments) {
        WebSocketProtocolHandshakeHandler handler =
                Handlers.websocket((_, channel) -> {
                    channel.getReceiveSetter().set(listeners.get());
                    channel.resumeReceives();
                });
        return arguments.deflate()
                ? handler.addExtension(new PerMessageDeflateHandshake(false, LEVEL))
                : handler;
    }

    private static final class Echo extends AbstractReceiveListener {
        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            WebSockets.sendText(message.getData(), channel, null);
        }
    }

    private static final class Broadcast extends AbstractReceiveListener {
        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            String text = message.getData();
            for (WebSocketChannel peer : channel.getPeerConnections()) {
                WebSockets.sendText(text, peer, null);
            }
        }
    }
}
