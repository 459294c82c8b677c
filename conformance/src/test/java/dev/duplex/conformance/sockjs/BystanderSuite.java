package dev.duplex.conformance.sockjs;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.SockJsOptions;
import dev.duplex.testkit.RawWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A server with a bystander, who must be served whatever the others do.
abstract class BystanderSuite extends OwnServerSuite {
    /// Bytes that a session queues at most.
    static final int QUEUE = 256 << 10;

    final Members endpoint = new Members();
    final SockJsOptions options;
    final Server server;
    private final SessionUrl bystander;
    private final List<FrameStream> bystanders = new ArrayList<>();

    /// A session without a receiving request ends after `disconnectDelay`; no heartbeat comes
    /// between what a test waits for.
    BystanderSuite(Duration disconnectDelay) {
        options =
                ANY.toBuilder()
                        .disconnectDelay(disconnectDelay)
                        .heartbeatInterval(Duration.ofHours(1))
                        .build();
        server = serve(endpoint, options, Limits.builder().queueBytes(QUEUE).build());
        bystander = service(server).session();
    }

    @BeforeEach
    void bystanderComes() {
        bystanders.add(bystander.stream(Transport.XHR_STREAMING).comes("o"));
    }

    @AfterEach
    void bystanderIsServed() {
        bystander.sends("[\"echo I was here before\"]");
        bystanders.getFirst().comes("a[\"I was here before\"]");
        service(server).session().opensAndPolls("[\"echo I came later\"]", "a[\"I came later\"]");
    }

    /// Joins the room when it is told to, and echoes.
    static final class Members implements Endpoint {
        private final List<Session> joined = new ArrayList<>();
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();

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

    /// A member of the room whose client reads nothing after the open frame.
    final void stuckStream() {
        Service service =
                new Service(
                        () -> keep(RawWebSocket.connect(address(server), 4096), "the stuck one"),
                        "localhost:" + server.port(),
                        "/s");
        SessionUrl session = service.session();
        session.stream(Transport.XHR_STREAMING).comes("o");
        session.sends("[\"join\"]");
    }
}
