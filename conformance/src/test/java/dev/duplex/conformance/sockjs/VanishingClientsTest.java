package dev.duplex.conformance.sockjs;

import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.testkit.RawHttp;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Clients that vanish, or are let go: their sessions end when nothing has asked for what is left
/// for two seconds, and a bystander is served all the same.
class VanishingClientsTest extends BystanderSuite {
    VanishingClientsTest() {
        super(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("five hundred clients that vanish while they receive: each session ends, once")
    void vanishing() {
        Service service = service(server);
        for (int i = 0; i < 100; i++) {
            for (Transport transport : Transport.values()) {
                SessionUrl session = service.session();
                if (!transport.streams()) {
                    // In one piece: a second poll that came too late would open another session.
                    RawHttp polls =
                            service.connect()
                                    .pipeline(
                                            session.receiving(transport),
                                            session.receiving(transport));
                    SessionUrl.answered(transport, polls.readResponse(), "o");
                    polls.connection().reset();
                } else if (i % 2 == 0) {
                    session.stream(transport).comes("o").http().connection().reset();
                } else {
                    session.stream(transport).comes("o").http().connection().close();
                }
            }
        }
        eventually("all were opened, and the bystander's", () -> endpoint.opened.get() == 501);
        eventually("all but the bystander's have ended", () -> endpoint.closed.get() == 500);
    }

    @Test
    @DisplayName(
            "clients that vanish right after their request, before its answer: nothing is logged")
    void vanishingAtOnce() {
        Service service = service(server);
        for (int i = 0; i < 60; i++) {
            for (Transport transport : Transport.values()) {
                SessionUrl session = service.session();
                session.begin(transport).connection().reset();
                service.begin(session.sending("[\"echo x\"]")).connection().reset();
            }
        }
        Verify.status(service.get(""), 200);
        eventually(
                "every session that was opened has ended, but the bystander's",
                () -> endpoint.closed.get() == endpoint.opened.get() - 1);
    }

    @Test
    @DisplayName(
            "a room that speaks faster than a stream's client reads lets that client go (1008)")
    void aRoomTooFast() {
        stuckStream();
        Session session = endpoint.last();
        int before = endpoint.closed.get();
        byte[] message = new byte[16 << 10];
        eventually(
                "the stuck one is let go",
                () -> {
                    for (int i = 0; i < 16; i++) {
                        server.hub().publish("room", Message.binary(message));
                    }
                    return !session.isOpen();
                });
        eventually("onClose has come", () -> endpoint.closed.get() > before);
    }
}
