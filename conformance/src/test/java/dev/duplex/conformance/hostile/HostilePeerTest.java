package dev.duplex.conformance.hostile;

import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that flood, fall silent, or vanish after their handshake.
class HostilePeerTest extends HostileSuite {
    @Test
    @DisplayName("a flood of pings is refused (1008)")
    void floodOfPings() throws InterruptedException {
        floodRefused(RawFrame.ping("flood").bytes(), 1008);
    }

    @Test
    @DisplayName("a flood of pongs is refused (1008)")
    void floodOfPongs() throws InterruptedException {
        floodRefused(RawFrame.pong("").bytes(), 1008);
    }

    @Test
    @DisplayName("a message of tiny fragments without end is refused (1008)")
    void floodOfTinyFragments() throws InterruptedException {
        RawWebSocket peer = open(server(), "/echo");
        peer.send(RawFrame.text("a").withoutFin());
        refused(peer, RawFrame.continuation("a").withoutFin().bytes(), 1008);
    }

    @Test
    @DisplayName("a message of empty fragments without end is refused (1008)")
    void floodOfEmptyFragments() throws InterruptedException {
        RawWebSocket peer = open(server(), "/echo");
        peer.send(RawFrame.text("").withoutFin());
        refused(peer, RawFrame.continuation("").withoutFin().bytes(), 1008);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sink", "/echo"})
    @DisplayName("a flood of empty messages is served like any other")
    void floodOfEmptyMessages(String path) throws InterruptedException {
        RawWebSocket peer = open(server(), path);
        byte[] empty = RawFrame.text("").bytes();
        byte[] thousand = new byte[empty.length * 1000];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(empty, 0, thousand, i * empty.length, empty.length);
        }
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; i < 50; i++) {
                                peer.send(thousand);
                            }
                        });
        for (int i = 0; i < (path.equals("/echo") ? 50_000 : 0); i++) {
            Expect.message(peer, RawFrame.text(""));
        }
        writer.join();
        peer.send(RawFrame.close(1000, "enough"));
        Expect.close(peer, 1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 7, 100, 1000})
    @DisplayName("a reset (SO_LINGER 0) in the middle of a frame, wherever it is")
    void resetInAFrame(int at) {
        RawWebSocket peer = open(server(), "/echo");
        Expect.echo(peer, RawFrame.text("before"));
        peer.send(Arrays.copyOf(RawFrame.binary(new byte[2000]).bytes(), at));
        peer.reset();
        RawWebSocket fragments = open(server(), "/echo");
        fragments.send(RawFrame.text("a").withoutFin());
        fragments.reset();
    }

    @Test
    @DisplayName("a reset while the server sends")
    void resetWhileSending() {
        for (int i = 0; i < 20; i++) {
            RawWebSocket peer = open(server(), "/echo");
            peer.send(RawFrame.binary(new byte[200_000]));
            peer.readFrame("the echo's first frame");
            peer.send(RawFrame.binary(new byte[200_000]));
            peer.reset();
        }
    }

    @Test
    @DisplayName("a client that vanishes right after its handshake")
    void vanishes() {
        for (int i = 0; i < 20; i++) {
            RawWebSocket peer = connect(server());
            peer.send(handshake(server(), "/echo"));
            peer.reset();
        }
    }

    @Test
    @DisplayName("a client that never answers the server's Close is let go after the close timeout")
    void neverAnswersClose() {
        RawWebSocket peer = open(server(), "/close");
        peer.send(RawFrame.text("go"));
        Expect.close(peer, 1000);
        Expect.end(peer);
    }

    @Test
    @DisplayName("a client that answers the server's Close with data for ever is let go as well")
    void answersCloseWithData() throws InterruptedException {
        RawWebSocket peer = open(server(), "/close");
        peer.send(RawFrame.text("go"));
        Expect.close(peer, 1000);
        Thread writer = flood(peer, RawFrame.binary(new byte[10_000]).bytes());
        Expect.end(peer);
        peer.close();
        writer.join();
    }

    @Test
    @DisplayName("garbage after the handshake is a protocol error like any other (1002)")
    void garbageAfterTheHandshake() throws InterruptedException {
        RawWebSocket peer = open(server(), "/echo");
        byte[] garbage = new byte[1 << 20];
        Arrays.fill(garbage, (byte) 0xFF);
        Thread writer = Thread.ofVirtual().start(() -> peer.sendUntilRefused(garbage));
        Expect.close(peer, 1002);
        peer.close();
        writer.join();
        RawWebSocket second = open(server(), "/echo");
        second.send(handshake(server(), "/echo").bytes());
        Expect.failed(second, 1002);
    }

    private void floodRefused(byte[] frame, int code) throws InterruptedException {
        refused(open(server(), "/echo"), frame, code);
    }

    private static void refused(RawWebSocket peer, byte[] frame, int code)
            throws InterruptedException {
        Thread writer = flood(peer, frame);
        RawFrame last = peer.readFrame("Close " + code);
        while (last.opcode() == RawFrame.PONG) {
            last = peer.readFrame("Pongs, then Close " + code);
        }
        if (last.opcode() != RawFrame.CLOSE || last.closeCode().orElse(0) != code) {
            throw peer.failure("Close " + code, last.toString());
        }
        peer.close();
        writer.join();
    }
}
