package dev.duplex.conformance.clients;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.WebSocketOptions;
import dev.duplex.conformance.TestCertificate;
import dev.duplex.websocket.deflate.DeflateOptions;

/// The server that the clients connect to.
final class ClientServers {
    private ClientServers() {}

    /// Starts one, which its caller closes.
    ///
    /// @param origins which pages may connect
    static Server start(boolean tls, Origins origins) {
        Endpoint echo = Endpoint.blocking(session -> session.forEach(session::send));
        WebSocketOptions options = WebSocketOptions.DEFAULT.withOrigins(origins);
        Server.Builder builder =
                Server.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .limits(Limits.builder().queueBytes(4 << 20).build())
                        .webSocket("/echo", echo, options)
                        .webSocket(
                                "/takeover",
                                echo,
                                options.withDeflate(new DeflateOptions(true, true, 6, 0)))
                        .webSocket("/chat", echo, options.withSubprotocols("v2", "v1"))
                        .webSocket(
                                "/bye",
                                new Endpoint() {
                                    @Override
                                    public void onOpen(Session session) {
                                        session.close(new CloseReason(4001, "bye é"));
                                    }
                                },
                                options)
                        .http(
                                "/page",
                                exchange ->
                                        exchange.header("Content-Type", "text/html")
                                                .respond(new byte[0]));
        if (tls) {
            builder.tls(TestCertificate.shared().tls());
        }
        return builder.start();
    }
}
