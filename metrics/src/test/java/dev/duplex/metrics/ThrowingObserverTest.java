package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.ServerObserver;
import dev.duplex.Session;
import dev.duplex.channels.Hub;
import dev.duplex.channels.HubObserver;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHandshake;
import dev.duplex.testkit.RawWebSocket;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Observers that throw whenever they are called: sessions do not notice, and a log is not filled.
class ThrowingObserverTest {
    private static final Endpoint ENDPOINT =
            new Endpoint() {
                @Override
                public void onOpen(Session session) {
                    session.subscribe("room");
                }

                @Override
                public void onMessage(Session session, Message message) {
                    session.send(message);
                }
            };

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("dev.duplex");
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    logged.add(record.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
    }

    /// Every method of it throws; those that are asked for another observer give one that does.
    private static <T> T throwing(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (method.getName().equals("equals")) {
                                return false;
                            }
                            if (method.getReturnType().isInterface()) {
                                return throwing(method.getReturnType());
                            }
                            throw new IllegalStateException(method.getName());
                        }));
    }

    @Test
    void sessionsAndRoomsGoOnAndEachIsLoggedOnce() {
        try (Hub hub = Hub.builder().observer(throwing(HubObserver.class)).build();
                Server server =
                        Server.builder()
                                .host("127.0.0.1")
                                .port(0)
                                .hub(hub)
                                .observer(throwing(ServerObserver.class))
                                .webSocket("/echo", ENDPOINT)
                                .start()) {
            for (int i = 0; i < 3; i++) {
                try (RawWebSocket client = RawWebSocket.connect(Running.address(server))) {
                    client.send(RawHandshake.of(Running.host(server), "/echo"));
                    assertThat(client.readHead().status()).isEqualTo(101);
                    client.send(RawFrame.text("x"));
                    assertThat(client.readFrame("the echo").text()).isEqualTo("x");
                    hub.publish("room", Message.text("news"));
                    assertThat(client.readFrame("the news").text()).isEqualTo("news");
                    client.send(RawFrame.close(1000, ""));
                    assertThat(client.readFrame("its Close").closeCode()).contains(1000);
                }
            }
        }
        assertThat(logged)
                .filteredOn(it -> it.contains("observer failed"))
                .containsExactlyInAnyOrder(
                        "the server's observer failed; that it fails again will not be said",
                        "the hub's observer failed; that it fails again will not be said");
    }
}
