package dev.duplex.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Server;
import dev.duplex.conformance.Expect;
import dev.duplex.conformance.TestCertificate;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawWebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that never finish their handshake, or send what is none.
class HostileHandshakeTest extends HostileSuite {
    private static final Duration SHORT = Duration.ofSeconds(1);

    /// A server that waits for a handshake no longer than that.
    private Server impatient() {
        Server impatient = start(routes(builder().limits(waiting())));
        attack(impatient, SHORT);
        return impatient;
    }

    private static Limits waiting() {
        return limits().toBuilder().handshakeTimeout(SHORT).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgra"})
    @DisplayName("half a handshake: 408 after the handshake timeout, and the connection ends")
    void halfAHandshake(String half) {
        RawWebSocket peer = connect(impatient());
        peer.send(half.getBytes(StandardCharsets.US_ASCII));
        ended(peer, 408);
    }

    @Test
    @DisplayName("slow headers: the timeout is for all of them, not from one byte to the next")
    void slowHeaders() {
        RawWebSocket peer = connect(impatient());
        peer.send("GET /echo HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
        try (ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor()) {
            Future<?> dripping =
                    drip.scheduleAtFixedRate(
                            () -> peer.sendUntilRefused(new byte[] {'a'}),
                            20,
                            20,
                            TimeUnit.MILLISECONDS);
            ended(peer, 408);
            dripping.cancel(false);
        }
    }

    @Test
    @DisplayName("a client that goes away in the middle of its handshake is forgotten")
    void goesAway() {
        RawWebSocket peer = connect(server());
        peer.send("GET /echo HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
        peer.close();
        RawWebSocket second = connect(server());
        second.send("GET /echo HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
        second.reset();
    }

    @Test
    @DisplayName("RFC 6585 §5: a header that is too large gets 431")
    void hugeHeader() throws InterruptedException {
        RawWebSocket peer = connect(server());
        String huge = "GET /echo HTTP/1.1\r\nHost: localhost\r\nX-Huge: " + "a".repeat(1 << 20);
        Thread writer =
                Thread.ofVirtual()
                        .start(() ->
                                peer.sendUntilRefused(huge.getBytes(StandardCharsets.US_ASCII)));
        answered(peer, 431);
        peer.close();
        writer.join();
    }

    @Test
    @DisplayName("RFC 6585 §5: header fields without end get 431")
    void endlessHeaders() throws InterruptedException {
        RawWebSocket peer = connect(server());
        peer.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n".getBytes(StandardCharsets.US_ASCII));
        Thread writer = flood(peer, "X-Field: value\r\n".getBytes(StandardCharsets.US_ASCII));
        answered(peer, 431);
        peer.close();
        writer.join();
    }

    @Test
    @DisplayName("RFC 9110 §15.5.15: a request target that is too long gets 414")
    void longTarget() throws InterruptedException {
        RawWebSocket peer = connect(server());
        String huge = "GET /" + "a".repeat(1 << 20);
        Thread writer =
                Thread.ofVirtual()
                        .start(() ->
                                peer.sendUntilRefused(huge.getBytes(StandardCharsets.US_ASCII)));
        answered(peer, 414);
        peer.close();
        writer.join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\0\0\0\0\0\0\0\0\0\r\n\r\n",
                "nonsense\r\n\r\n",
                "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n",
                "\r\n\r\n\r\n\r\n \r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "SSH-2.0-OpenSSH_9.9\r\n\r\n"
            })
    @DisplayName("garbage instead of a request: an error or nothing, and the connection ends")
    void garbage(String garbage) {
        RawWebSocket peer = connect(impatient());
        peer.send(garbage.getBytes(StandardCharsets.ISO_8859_1));
        ended(peer, 400, 408, 505);
    }

    @Test
    @DisplayName(
            "RFC 9112 §6: a GET with a body that never comes does not hold its connection forever")
    void bodyThatNeverComes() {
        RawWebSocket peer = connect(server());
        peer.send(
                "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        RawHead head = peer.readHead();
        assertThat(head.status()).isEqualTo(404);
        peer.close();
    }

    @Test
    @DisplayName("garbage instead of TLS: an alert or nothing, and the connection ends")
    void garbageToTls() {
        Server tls = start(routes(builder().limits(waiting()).tls(TestCertificate.shared().tls())));
        for (byte[] bytes :
                List.of(
                        "GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII),
                        new byte[100],
                        new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1},
                        new byte[] {
                            0x16, 3, 1, (byte) 0xFF, (byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0
                        })) {
            RawWebSocket peer = connect(tls);
            peer.send(bytes);
            drain(peer);
            RawWebSocket good = inTime(SHORT, () -> openTls(tls));
            Expect.echo(good, RawFrame.text("served"));
        }
        RawWebSocket silent = connect(tls);
        drain(silent);
        RawWebSocket inside = inTime(SHORT, () -> openTls(tls));
        try {
            inside.socket().setSoLinger(true, 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        inside.reset();
    }

    private RawWebSocket openTls(Server tls) {
        RawWebSocket peer = connect(address(tls), true, "TLS");
        accepted(peer, handshake(tls, "/echo"));
        return peer;
    }

    /// An answer with this status comes, or nothing, and then the end.
    private static void ended(RawWebSocket peer, int... statuses) {
        try {
            RawHead head = peer.readHead();
            assertThat(statuses).as(head.toString()).contains(head.status());
            peer.readBody(head);
        } catch (AssertionError none) {
            if (statuses.length == 1
                    || !String.valueOf(none.getMessage()).contains("the end of the stream")) {
                throw none;
            }
            return;
        }
        Expect.end(peer);
    }

    private static void answered(RawWebSocket peer, int status) {
        RawHead head = peer.readHead();
        if (head.status() != status) {
            throw peer.failure("status " + status, head.toString());
        }
    }

    private static void drain(RawWebSocket peer) {
        try {
            byte[] buffer = new byte[4096];
            int count = 0;
            while (count >= 0) {
                count = peer.socket().getInputStream().read(buffer);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the connection should have been ended", e);
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
