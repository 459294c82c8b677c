package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.channels.Offer;
import dev.duplex.testkit.RawHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that flood, or do not read; and a bystander, who must be served all the same. A session
/// waits a minute for its next request, so that none ends because a slow machine sends it late.
class HostileSockJsTest extends BystanderSuite {
    HostileSockJsTest() {
        super(Duration.ofMinutes(1));
    }

    @Test
    @Timeout(300)
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
                    Offer offer = session.send(message);
                    while (offer == Offer.ACCEPTED) {
                        full.set(0);
                        assertThat(accepted.incrementAndGet())
                                .as("messages of 16 KiB accepted")
                                .isLessThan(2000);
                        offer = session.send(message);
                    }
                    assertThat(offer).isEqualTo(Offer.FULL);
                    return full.incrementAndGet() == 50;
                });
        assertThat(accepted.get()).isGreaterThanOrEqualTo(QUEUE / message.length() - 1);
    }

    @Test
    @DisplayName("a flood of opening requests is served up to the limit, and refused beyond (503)")
    void openingFlood() {
        Server small = serve(endpoint, options, Limits.builder().detachedSessions(100).build());
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
