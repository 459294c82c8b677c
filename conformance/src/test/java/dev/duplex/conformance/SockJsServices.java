package dev.duplex.conformance;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;

/// The services that the definition of the SockJS protocol asks of a server under test, below
/// `/sockjs`, and two for pages of known origins only.
final class SockJsServices {
    /// As the protocol's own tests expect: pages of any origin, and responses of 4096 bytes.
    private static final SockJsOptions ANY =
            SockJsOptions.builder()
                    .origins(Origins.any())
                    .responseBytes(4096)
                    .clientUrl("https://cdn.example/sockjs-1.6.1.min.js")
                    .build();

    private SockJsServices() {}

    static void addTo(Server.Builder server) {
        Endpoint echo =
                new Endpoint() {
                    @Override
                    public void onMessage(Session session, Message message) {
                        session.send(message);
                    }
                };
        Endpoint close =
                new Endpoint() {
                    @Override
                    public void onOpen(Session session) {
                        session.close(new CloseReason(3000, "Go away!"));
                    }
                };
        server.sockJs("/sockjs/echo", echo, ANY)
                .sockJs(
                        "/sockjs/disabled_websocket_echo",
                        echo,
                        ANY.toBuilder().webSocket(false).build())
                .sockJs("/sockjs/cookie_needed_echo", echo, ANY.toBuilder().cookies(true).build())
                .sockJs("/sockjs/close", close, ANY)
                .sockJs("/sockjs/same", echo)
                .sockJs(
                        "/sockjs/listed",
                        echo,
                        SockJsOptions.builder()
                                .origins(Origins.of("https://good.example"))
                                .clientUrl("/sockjs.js")
                                .build());
    }
}
