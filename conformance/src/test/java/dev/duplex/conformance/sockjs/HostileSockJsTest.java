package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.channels.Offer;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Clients that flood, vanish, or do not read; and a bystander, who must be served all the same.
class HostileSockJsTest extends OwnServerSuite {
    private static final int QUEUE = 256 << 10;

    private final Members endpoint = new Members();
    private final Server server =
            serve(
                    endpoint,
                    ANY.toBuilder().disconnectDelay(Duration.ofSeconds(2)).build(),
                    Limits.builder().queueBytes(QUEUE).build());
    private final SessionUrl bystander = service(server).session();
    private final List<FrameStream> bystanders = new ArrayList<>();

    @BeforeEach
    void bystanderComes() {
        bystanders.add(bystander.stream(Transport.XHR_STREAMING).comes("o"));
    }

    @AfterEach
    void bystanderIsServed() {
        bystander.sends("[\"echo I was here before\"]");
        bystanders.getFirst().comes("a[\"I was here before\"]");
        SessionUrl late = service(server).session().open();
        late.sends("[\"echo I came later\"]");
        late.polls("a[\"I came later\"]");
    }

    /// Joins the room when it is told to, and echoes.
    private static final class Members implements Endpoint {
        private final List<Session> joined = new ArrayList<>();
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public void onOpen(Session session) {
            opened.incrementAndGet();
        }

        @Override
        public void onMessage(Session session, Message message) {
            String text = message.string();
            if (text.equals("join")) {
                session.subscribe("room");
                synchronized (joined) {
                    joined.add(session);
                }
            } else {
                session.send(text.substring("echo ".length()));
            }
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closed.incrementAndGet();
        }

        Session last() {
            synchronized (joined) {
                return joined.getLast();
            }
        }
    }

    @Test
    @DisplayName(
            "a thousand polls that wait are all answered with what a room publishes, while a stream's client"
                    + " does not read")
    void aThousandPolls() {
        stuckStream();
        int polls = 1000;
        List<SessionUrl> sessions = new ArrayList<>();
        List<RawHttp> waiting = new ArrayList<>();
        Service service = service(server);
        for (int i = 0; i < polls; i++) {
            SessionUrl session = service.session().open();
            session.sends("[\"join\"]");
            sessions.add(session);
            waiting.add(session.begin(Transport.XHR));
        }
        for (int round = 0; round < 3; round++) {
            String message = round + "x".repeat(20_000);
            server.hub().publish("room", Message.text(message));
            for (int i = 0; i < polls; i++) {
                SessionUrl.answered(
                        Transport.XHR, waiting.get(i).readResponse(), "a[\"" + message + "\"]");
                waiting.get(i).send(sessions.get(i).receiving(Transport.XHR));
            }
        }
    }

    /// A member of the room whose client reads nothing after the open frame.
    private void stuckStream() {
        Service service =
                new Service(
                        () -> keep(RawWebSocket.connect(address(server), 4096), "the stuck one"),
                        "localhost:" + server.port(),
                        "/s");
        SessionUrl session = service.session();
        session.stream(Transport.XHR_STREAMING).comes("o");
        session.sends("[\"join\"]");
    }

    @Test
    @DisplayName("for a stream's client that does not read, little is held: `send` says FULL")
    void aStreamThatIsNotRead() {
        stuckStream();
        Session session = endpoint.last();
        String message = "x".repeat(16 << 10);
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger full = new AtomicInteger();
        // The kernel takes some, in its own time; then nothing more is taken for fifty looks.
        eventually(
                "nothing more is taken",
                () -> {
                    while (session.send(message) == Offer.ACCEPTED) {
                        full.set(0);
                        assertThat(accepted.incrementAndGet())
                                .as("messages of 16 KiB accepted")
                                .isLessThan(2000);
                    }
                    return full.incrementAndGet() == 50;
                });
        assertThat(session.send(message)).isEqualTo(Offer.FULL);
        assertThat(accepted.get()).isGreaterThanOrEqualTo(QUEUE / message.length() - 1);
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

    @Test
    @DisplayName("five hundred clients that vanish while they receive: each session ends, once")
    void vanishing() {
        Service service = service(server);
        for (int i = 0; i < 100; i++) {
            for (Transport transport : Transport.values()) {
                SessionUrl session = service.session();
                if (!transport.streams()) {
                    session.polls(transport, "o");
                    session.begin(transport).connection().reset();
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
    @DisplayName("a flood of opening requests is served up to the limit, and refused beyond (503)")
    void openingFlood() {
        Server small = serve(endpoint, ANY, Limits.builder().detachedSessions(100).build());
        Service service = service(small);
        SessionUrl first = service.session().open();
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            int status = service.session().receive(Transport.XHR).status();
            assertThat(status).isIn(200, 503);
            refused += status == 503 ? 1 : 0;
        }
        assertThat(refused).isGreaterThanOrEqualTo(1000);
        first.sends("[\"echo still here\"]");
        first.polls("a[\"still here\"]");
    }

    @Test
    @DisplayName("two thousand requests pipelined on one connection are answered, each in its turn")
    void pipelineFlood() {
        SessionUrl session = service(server).session().open();
        RawHttp http = session.service().connect();
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; i < 1000; i++) {
                                http.pipeline(
                                        session.sending("[\"echo " + i + "\"]"),
                                        session.receiving(Transport.XHR));
                            }
                        });
        for (int i = 0; i < 1000; i++) {
            SessionUrl.taken(http.readResponse());
            SessionUrl.answered(Transport.XHR, http.readResponse(), "a[\"" + i + "\"]");
        }
        eventually("all was written", () -> !writer.isAlive());
    }
}
