package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.conformance.Expect;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHttp;
import dev.duplex.testkit.RawRequest;
import dev.duplex.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A shutdown whose deadline comes while a session's stream, on another event loop than the session's
/// own, cannot be told the end.
class DeadlineTest extends ServerSuite {
    private static final int LARGE = 12 << 20;

    private final Recorder endpoint =
            new Recorder() {
                @Override
                public void onOpen(Session session) {
                    home.complete(Thread.currentThread());
                    super.onOpen(session);
                }
            };
    private final CompletableFuture<Thread> home = new CompletableFuture<>();
    private final CountDownLatch homeHasEnded = new CountDownLatch(1);

    /// Holds its event loop up until the other has ended.
    private final Endpoint holding =
            new Endpoint() {
                @Override
                public void onOpen(Session session) {
                    session.send(Thread.currentThread().getName());
                }

                @Override
                public void onClose(Session session, CloseReason reason) {
                    Thread loop = home.join();
                    if (loop.equals(Thread.currentThread())) {
                        return;
                    }
                    try {
                        if (loop.join(Duration.ofSeconds(20))) {
                            homeHasEnded.countDown();
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                }
            };

    private final Server server =
            start(
                    builder()
                            .eventLoops(2)
                            .limits(Limits.builder().queueBytes(16 << 20).build())
                            .http(
                                    "/loop",
                                    exchange ->
                                            exchange.respond(
                                                    Thread.currentThread()
                                                            .getName()
                                                            .getBytes(StandardCharsets.US_ASCII)))
                            .webSocket("/hold", holding)
                            .sockJs(
                                    "/s",
                                    endpoint,
                                    OwnServerSuite.ANY.toBuilder().responseBytes(1 << 30).build()));

    @Test
    @DisplayName("every session's end is told to its endpoint, once, before the event loops end")
    void everySessionEnds() throws Exception {
        Service service = new Service(() -> connect(server), "localhost:" + server.port(), "/s");
        SessionUrl url = service.session().open();
        Session session = endpoint.opened();
        FrameStream stream =
                FrameStream.of(
                        elsewhere().send(url.receiving(Transport.XHR_STREAMING)),
                        Transport.XHR_STREAMING);
        session.send("attached");
        stream.comes("a[\"attached\"]");
        // The first fills the stream's queue and whatever the kernel takes; the second has no room.
        session.send("x".repeat(LARGE));
        session.send("x".repeat(LARGE));
        RawWebSocket holder = holder();
        CompletableFuture<Void> closing =
                CompletableFuture.runAsync(() -> server.close(Duration.ofMillis(500)));
        Expect.close(holder, 1001);
        // The deadline may have come meanwhile.
        holder.sendUntilRefused(RawFrame.close(1001, "").bytes());
        closing.get(30, TimeUnit.SECONDS);

        assertThat(homeHasEnded.getCount()).as("the session's loop ended first").isZero();
        assertThat(endpoint.closed().code()).isEqualTo(1006);
        endpoint.noneClosed();
    }

    /// A connection on the other event loop than the session's.
    private RawHttp elsewhere() {
        RawRequest ask = RawRequest.of("GET", "localhost:" + server.port(), "/loop");
        RawHttp http = new RawHttp(connect(server));
        while (http.exchange(ask).body().equals(home.join().getName())) {
            http = new RawHttp(connect(server));
        }
        return http;
    }

    private RawWebSocket holder() {
        while (true) {
            RawWebSocket peer = open(server, "/hold");
            if (!Expect.message(peer, "its loop").text().equals(home.join().getName())) {
                return peer;
            }
        }
    }
}
