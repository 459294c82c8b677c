package dev.duplex.bench.peer;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/// The peer on Vert.x 5: one event loop, epoll, handlers that get text as a string.
public final class VertxPeer {
    private VertxPeer() {}

    public static void main(String... args) throws InterruptedException, ExecutionException {
        PeerArguments.ready(start(PeerArguments.of(args), vertx()).actualPort());
    }

    static Vertx vertx() {
        return Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    }

    static HttpServer start(PeerArguments arguments, Vertx vertx)
            throws InterruptedException, ExecutionException {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(arguments.port())
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(arguments.deflate())
                        .setWebSocketAllowServerNoContext(true)
                        .setWebSocketPreferredClientNoContext(true);
        Room room = new Room();
        return vertx.createHttpServer(options)
                .webSocketHandler(socket -> {
                    switch (socket.path()) {
                        case "/ws/echo" -> socket.textMessageHandler(socket::writeTextMessage);
                        case "/ws/broadcast" -> room.enter(socket);
                        default -> socket.close();
                    }
                })
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    /// Touched on the one event loop only.
    private static final class Room {
        private final Set<ServerWebSocket> everybody = new LinkedHashSet<>();

        void enter(ServerWebSocket socket) {
            everybody.add(socket);
            socket.closeHandler(_ -> everybody.remove(socket));
            socket.textMessageHandler(text -> everybody.forEach(it -> it.writeTextMessage(text)));
        }
    }
}
