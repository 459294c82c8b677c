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
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Keep-alive pings, and who is judged silent.
class KeepAliveTest extends ServerSuite {
    private static final Limits SHORT =
            PATIENT.toBuilder()
                    .pingInterval(Duration.ofMillis(200))
                    .pongTimeout(Duration.ofMillis(300))
                    .closeTimeout(Duration.ofMillis(300))
                    .build();

    /// A peer that answers has so much time for it as a test's threads need on a busy machine.
    private static final Limits ANSWERED =
            SHORT.toBuilder().pongTimeout(Duration.ofMinutes(1)).build();

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
                                .limits(ANSWERED)
                                .webSocket(
                                        "/quiet",
                                        new Endpoint() {
                                            @Override
                                            public void onOpen(Session session) {
                                                opened.complete(session);
                                            }
                                        }));
        RawWebSocket peer = open(server, "/quiet");
        // The answer to the latest Ping measures it: who is behind answers more of them.
        for (int i = 0; i < 6 || (i < 100 && opened.join().roundTrip().isEmpty()); i++) {
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
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        CompletableFuture<List<String>> received = new CompletableFuture<>();
        Server server =
                start(
                        builder()
                                .limits(SHORT)
                                .webSocket(
                                        "/busy",
                                        Endpoint.blocking(session -> {
                                            release.await();
                                            kept.complete(session.isOpen());
                                            List<String> all = new ArrayList<>();
                                            session.forEach(message -> all.add(message.string()));
                                            received.complete(all);
                                        })));
        RawWebSocket peer = connect(server);
        // More than the handler's queue takes comes with the handshake: the peer is not read from
        // when it is to answer the first Ping. Its Pongs are stuck behind that.
        List<String> texts = IntStream.range(0, 500).mapToObj(i -> "message " + i).toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(handshake(server, "/busy").bytes());
        texts.forEach(text -> bytes.writeBytes(RawFrame.text(text).bytes()));
        peer.send(bytes.toByteArray());
        assertThat(peer.readHead().status()).isEqualTo(101);
        // From the first to the last the server waits for ten pong timeouts.
        for (int i = 0; i <= 15; i++) {
            RawFrame ping = peer.readFrame("keep-alive Ping " + i);
            assertThat(ping.opcode()).isEqualTo(RawFrame.PING);
            peer.send(RawFrame.of(RawFrame.PONG, ping.payload()));
        }
        release.countDown();
        assertThat(kept.get(10, TimeUnit.SECONDS)).isTrue();
        // From here on it is judged again, and being silent let go; but all that it had sent is
        // there.
        assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo(texts);
    }
}
