package dev.duplex.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.conformance.ServerSuite;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Keep-alive pings, and who is judged silent.
class KeepAliveTest extends ServerSuite {
    private static final Limits SHORT =
            Limits.builder()
                    .pingInterval(Duration.ofMillis(200))
                    .pongTimeout(Duration.ofMillis(300))
                    .closeTimeout(Duration.ofMillis(300))
                    .build();

    /// A peer that answers has so much time for it as a test's threads need on a busy machine.
    private static final Limits PATIENT =
            SHORT.toBuilder().pongTimeout(Duration.ofSeconds(2)).build();

    @Test
    @DisplayName("a peer that answers no Ping is let go after the pong timeout")
    void endsSilentPeers() throws Exception {
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        Server server =
                start(
                        builder()
                                .limits(SHORT)
                                .webSocket(
                                        "/quiet",
                                        new Endpoint() {
                                            @Override
                                            public void onClose(
                                                    Session session, CloseReason reason) {
                                                closed.complete(reason);
                                            }
                                        }));
        RawWebSocket peer = open(server, "/quiet");
        RawFrame ping = peer.readFrame("a keep-alive Ping");
        assertThat(ping.opcode()).isEqualTo(RawFrame.PING);
        assertThat(closed.get(10, TimeUnit.SECONDS)).isNotNull();
        eventually("the connection is gone", () -> server.connections() == 0);
    }

    @Test
    @DisplayName(
            "RFC 6455 §5.5.2: a Ping may serve as a keepalive; one that is answered measures the round trip")
    void keepsPeersThatAnswer() {
        CompletableFuture<Session> opened = new CompletableFuture<>();
        Server server =
                start(
                        builder()
                                .limits(PATIENT)
                                .webSocket(
                                        "/quiet",
                                        new Endpoint() {
                                            @Override
                                            public void onOpen(Session session) {
                                                opened.complete(session);
                                            }
                                        }));
        RawWebSocket peer = open(server, "/quiet");
        for (int i = 0; i < 6; i++) {
            RawFrame ping = peer.readFrame("keep-alive Ping " + i);
            assertThat(ping.opcode()).isEqualTo(RawFrame.PING);
            peer.send(RawFrame.of(RawFrame.PONG, ping.payload()));
        }
        eventually("a round trip is known", () -> opened.join().roundTrip().isPresent());
        assertThat(opened.join().roundTrip().orElseThrow()).isPositive();
        assertThat(opened.join().isOpen()).isTrue();
    }

    @Test
    @DisplayName(
            "a handler that is busy for many ping intervals keeps its session, though nothing is read meanwhile")
    void busyHandlerKeepsItsSession() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Server server =
                start(
                        builder()
                                .limits(PATIENT)
                                .webSocket(
                                        "/busy",
                                        Endpoint.blocking(session -> {
                                            release.await();
                                            session.forEach(session::send);
                                        })));
        RawWebSocket peer = open(server, "/busy");
        int count = 500;
        byte[] payload = new byte[20_000];
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // More than the handler's queue takes: its Pongs are stuck behind them.
            Future<?> writing =
                    threads.submit(() -> {
                        for (int i = 0; i < count; i++) {
                            peer.send(RawFrame.binary(payload));
                        }
                    });
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory())
                    .schedule(release::countDown, 3, TimeUnit.SECONDS);
            for (int echoed = 0; echoed < count; ) {
                RawFrame frame = peer.readFrame("echo " + echoed + ", or a Ping");
                if (frame.opcode() == RawFrame.PING) {
                    RawFrame pong = RawFrame.of(RawFrame.PONG, frame.payload());
                    if (writing.isDone()) {
                        peer.send(pong);
                    }
                } else if (frame.opcode() == RawFrame.CLOSE) {
                    throw peer.failure("the session is kept", frame.toString());
                } else if (frame.fin()) {
                    echoed++;
                }
            }
            writing.get(10, TimeUnit.SECONDS);
        }
    }
}
