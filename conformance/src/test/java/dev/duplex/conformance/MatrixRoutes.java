package dev.duplex.conformance;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.WebSocketOptions;
import dev.duplex.websocket.deflate.DeflateOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What the servers of the matrix serve.
final class MatrixRoutes {
    /// Times so long that nothing in a test is explained by them, and room for what is echoed.
    static final Limits LIMITS =
            Limits.builder()
                    .queueBytes(8 << 20)
                    .controlFramesPerSecond(1000)
                    .handshakeTimeout(Duration.ofSeconds(60))
                    .closeTimeout(Duration.ofSeconds(60))
                    .build();

    private static final WebSocketOptions BASE = WebSocketOptions.DEFAULT;

    private MatrixRoutes() {}

    static void addTo(Server.Builder server) {
        SockJsServices.addTo(server);
        Endpoint echo = Endpoint.blocking(session -> session.forEach(session::send));
        server.webSocket("/echo", echo)
                .webSocket("/loop", new LoopEcho())
                .webSocket("/plain", echo, BASE.withDeflate(DeflateOptions.OFF))
                .webSocket("/deflate", echo, deflate(false))
                .webSocket("/takeover", echo, deflate(true))
                .webSocket("/chat", echo, BASE.withSubprotocols("chat.v2", "chat.v1"))
                .webSocket("/listed", echo, BASE.withOrigins(Origins.of("https://good.example")))
                .webSocket("/any", echo, BASE.withOrigins(Origins.any()))
                .webSocket("/command", new Commands())
                .webSocket(
                        "/impatient",
                        new Commands(),
                        BASE.withLimits(
                                LIMITS.toBuilder().closeTimeout(Duration.ofMillis(200)).build()))
                .webSocket(
                        "/bounded",
                        echo,
                        BASE.withLimits(
                                LIMITS.toBuilder()
                                        .messageBytes(1000)
                                        .fragments(10)
                                        .controlFramesPerSecond(10)
                                        .build()));
    }

    private static WebSocketOptions deflate(boolean takeover) {
        return BASE.withDeflate(new DeflateOptions(true, takeover, 6, 0));
    }

    /// Echoes on the event loop.
    private static final class LoopEcho implements Endpoint {
        @Override
        public void onMessage(Session session, Message message) {
            session.send(message);
        }
    }

    /// Does what a text says: `close CODE REASON`, `stream PIECE PIECE …`, `send TEXT`.
    private static final class Commands implements Endpoint {
        @Override
        public void onMessage(Session session, Message message) {
            String text = message.string();
            int space = text.indexOf(' ');
            String rest = text.substring(space + 1);
            switch (text.substring(0, space)) {
                case "close" ->
                        session.close(
                                new CloseReason(
                                        Integer.parseInt(rest.substring(0, 4)),
                                        rest.substring(4).strip()));
                case "stream" -> stream(session, rest);
                case "send" -> session.send(rest);
                default -> throw new IllegalArgumentException(text);
            }
        }

        private static void stream(Session session, String pieces) {
            try (MessageWriter writer = session.streamText()) {
                for (String piece : pieces.split(" ", -1)) {
                    writer.write(piece.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }
}
