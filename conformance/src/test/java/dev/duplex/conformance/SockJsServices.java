package dev.duplex.conformance;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import java.time.Duration;

/// The services that the definition of the SockJS protocol asks of a server under test, below
/// `/sockjs`, and two for pages of known origins only.
final class SockJsServices {
    /// No session ends because its client is slow.
    private static final SockJsOptions PATIENT =
            SockJsOptions.builder().disconnectDelay(Duration.ofMinutes(1)).build();

    /// As the protocol's own tests expect: pages of any origin, and responses of 4096 bytes.
    private static final SockJsOptions ANY =
            PATIENT.toBuilder()
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
                .sockJs("/sockjs/same", echo, PATIENT)
                .sockJs(
                        "/sockjs/listed",
                        echo,
                        PATIENT.toBuilder()
                                .origins(Origins.of("https://good.example"))
                                .clientUrl("/sockjs.js")
                                .build());
    }
}
