package dev.duplex.conformance.rfc6455;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceSuite;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is too much: one message, its fragments, control frames (RFC 6455 §10.4, §7.4.1).
class LimitsTest extends ConformanceSuite {
    private static final String TOO_BIG =
            "§7.4.1: 1009 indicates that an endpoint is terminating the connection because it has received a"
                    + " message that is too big for it to process";

    LimitsTest(Cell cell) {
        super(cell);
    }

    @Test
    @DisplayName(TOO_BIG + "; one of exactly the limit is not")
    void takesTheLimit() {
        RawWebSocket peer = open("/bounded");
        Expect.echo(peer, RawFrame.binary(new byte[1000]));
        byte[] half = new byte[500];
        peer.send(RawFrame.binary(half).withoutFin(), RawFrame.continuation(half));
        Expect.message(peer, RawFrame.binary(new byte[1000]));
    }

    @ParameterizedTest
    @ValueSource(longs = {1001, 65_536, 1L << 31, 1L << 32, (1L << 32) + 10, Long.MAX_VALUE})
    @DisplayName(TOO_BIG + ": at once, from the announced length")
    void refusesFromTheAnnouncedLength(long length) {
        RawWebSocket peer = open("/bounded");
        peer.send(RawFrame.binary(new byte[0]).announcing(length));
        Expect.failed(peer, 1009);
        RawWebSocket second = open("/bounded");
        second.send(RawFrame.text("Hello").announcing(length));
        Expect.failed(second, 1009);
    }

    @Test
    @DisplayName(TOO_BIG + ": its fragments together count")
    void addsFragmentsUp() {
        RawWebSocket peer = open("/bounded");
        peer.send(RawFrame.binary(new byte[600]).withoutFin());
        Expect.alive(peer);
        peer.send(RawFrame.continuation(new byte[0]).announcing(401));
        Expect.failed(peer, 1009);
    }

    @Test
    @DisplayName(TOO_BIG + ": lengths that overflow when added are too big as well")
    void addsWithoutOverflow() {
        RawWebSocket peer = open("/bounded");
        peer.send(RawFrame.binary(new byte[600]).withoutFin());
        peer.send(RawFrame.continuation(new byte[0]).announcing(Long.MAX_VALUE));
        Expect.failed(peer, 1009);
        RawWebSocket second = open("/bounded");
        second.send(RawFrame.binary(new byte[600]).withoutFin());
        second.send(RawFrame.continuation(new byte[0]).announcing(0xFFFF_FFFFL - 500));
        Expect.failed(second, 1009);
    }

    @Test
    @DisplayName(TOO_BIG + ": a sender in the midst of 16 MiB still sees the Close")
    void tellsASenderInFullFlow() throws InterruptedException {
        RawWebSocket peer = open("/bounded");
        Thread writer =
                Thread.ofVirtual()
                        .start(() ->
                                peer.sendUntilRefused(RawFrame.binary(new byte[16 << 20]).bytes()));
        Expect.close(peer, 1009);
        peer.close();
        writer.join();
    }

    @Test
    @DisplayName(
            "§10.4: a limit on the fragments of one message; what is over it is refused (1008)")
    void limitsFragments() {
        RawWebSocket peer = open("/bounded");
        peer.send(RawFrame.text("0").withoutFin());
        for (int i = 1; i < 9; i++) {
            peer.send(RawFrame.continuation("" + i).withoutFin());
        }
        peer.send(RawFrame.continuation("9"));
        Expect.message(peer, RawFrame.text("0123456789"));
        peer.send(RawFrame.text("").withoutFin());
        for (int i = 1; i < 10; i++) {
            peer.send(RawFrame.continuation("").withoutFin());
        }
        Expect.alive(peer);
        peer.send(RawFrame.continuation(""));
        Expect.failed(peer, 1008);
    }

    @ParameterizedTest
    @ValueSource(ints = {RawFrame.PING, RawFrame.PONG})
    @DisplayName("§10.4: a limit on control frames; a flood of them is refused (1008)")
    void limitsControlFrames(int opcode) {
        RawWebSocket peer = open("/bounded");
        byte[] frame = RawFrame.of(opcode, new byte[] {'x'}).bytes();
        for (int i = 0; i < 200 && peer.sendUntilRefused(frame); i++) {
            Thread.onSpinWait();
        }
        RawFrame last = peer.readFrame("Pongs, then Close 1008");
        while (last.opcode() == RawFrame.PONG) {
            last = peer.readFrame("more Pongs, then Close 1008");
        }
        if (last.opcode() != RawFrame.CLOSE || last.closeCode().orElse(0) != 1008) {
            throw peer.failure("Close 1008", last.toString());
        }
        Expect.end(peer);
    }
}
