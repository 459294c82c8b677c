package dev.duplex.conformance.rfc6455;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceSuite;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fragmentation (RFC 6455 §5.4).
class FragmentationTest extends ConformanceSuite {
    FragmentationTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64, 999})
    @DisplayName("§5.4: an unfragmented message is the same as its fragments put together")
    void putsFragmentsTogether(int size) {
        RawWebSocket peer = open("/echo");
        byte[] bytes = "0123456789".repeat(100).getBytes(StandardCharsets.US_ASCII);
        for (int opcode : new int[] {RawFrame.TEXT, RawFrame.BINARY}) {
            for (int at = 0; at < bytes.length; at += size) {
                byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(at + size, bytes.length));
                RawFrame frame = RawFrame.of(at == 0 ? opcode : RawFrame.CONTINUATION, piece);
                peer.send(at + size < bytes.length ? frame.withoutFin() : frame);
            }
            Expect.message(peer, RawFrame.of(opcode, bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    @DisplayName("§5.4: fragments that come in pieces, one byte at a time and otherwise")
    void putsChoppedFragmentsTogether(int size) {
        RawWebSocket peer = open("/echo");
        peer.sendChopped(RawFrame.text("fragment1").withoutFin(), size);
        peer.sendChopped(RawFrame.ping("ping"), size);
        peer.sendChopped(RawFrame.continuation("").withoutFin(), size);
        peer.sendChopped(RawFrame.continuation("fragment2"), size);
        Expect.frame(peer, RawFrame.pong("ping"));
        Expect.message(peer, RawFrame.text("fragment1fragment2"));
    }

    @Test
    @DisplayName("§5.4: fragments may be empty, the first, the last, or all of them")
    void takesEmptyFragments() {
        RawWebSocket peer = open("/echo");
        RawFrame empty = RawFrame.continuation("");
        peer.send(RawFrame.text("").withoutFin(), empty.withoutFin(), empty);
        Expect.message(peer, RawFrame.text(""));
        peer.send(
                RawFrame.text("").withoutFin(),
                RawFrame.continuation("middle").withoutFin(),
                empty);
        Expect.message(peer, RawFrame.text("middle"));
        peer.send(
                RawFrame.binary(new byte[0]).withoutFin(),
                empty.withoutFin(),
                RawFrame.continuation("end"));
        Expect.message(peer, RawFrame.binary("end".getBytes(StandardCharsets.US_ASCII)));
        Expect.alive(peer);
    }

    @Test
    @DisplayName("§5.4: a continuation frame where no message was begun fails the connection")
    void refusesContinuationOfNothing() {
        fails(1002, RawFrame.continuation("nothing before"));
        fails(1002, RawFrame.continuation("").withoutFin());
        fails(1002, RawFrame.continuation("a").withoutFin(), RawFrame.text("b"));
    }

    @Test
    @DisplayName("§5.4: a continuation after the end of a message is one of nothing")
    void refusesContinuationAfterTheEnd() {
        RawWebSocket peer = open("/echo");
        peer.send(RawFrame.text("a").withoutFin(), RawFrame.continuation("b"));
        Expect.message(peer, RawFrame.text("ab"));
        peer.send(RawFrame.continuation("c"));
        Expect.failed(peer, 1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {RawFrame.TEXT, RawFrame.BINARY})
    @DisplayName(
            "§5.4: the fragments of one message MUST NOT be interleaved between the fragments of another")
    void refusesAMessageInAMessage(int opcode) {
        RawFrame second = RawFrame.of(opcode, new byte[] {'b'});
        fails(1002, RawFrame.text("a").withoutFin(), second);
        fails(1002, RawFrame.text("a").withoutFin(), second.withoutFin());
        fails(
                1002,
                RawFrame.binary(new byte[3]).withoutFin(),
                RawFrame.continuation("b").withoutFin(),
                second);
    }

    @Test
    @DisplayName("§5.4: a Close between fragments is answered, and the message is never delivered")
    void closesBetweenFragments() {
        RawWebSocket peer = open("/echo");
        peer.send(
                RawFrame.text("a").withoutFin(),
                RawFrame.close(1000, ""),
                RawFrame.continuation("b"));
        Expect.close(peer, 1000);
        Expect.cleanEnd(peer);
    }

    @Test
    @DisplayName("§5.4: messages before, between and after fragments keep their order")
    void keepsTheOrder() {
        RawWebSocket peer = open("/echo");
        peer.send(
                RawFrame.text("one"),
                RawFrame.text("t").withoutFin(),
                RawFrame.continuation("wo"),
                RawFrame.binary(new byte[] {3}));
        Expect.message(peer, RawFrame.text("one"));
        Expect.message(peer, RawFrame.text("two"));
        Expect.message(peer, RawFrame.binary(new byte[] {3}));
    }

    @Test
    @DisplayName(
            "§5.4: a sender MAY create fragments of any size; what is streamed goes out as fragments")
    void sendsFragmentsItself() {
        RawWebSocket peer = open("/command");
        peer.send(RawFrame.text("stream one two three"));
        RawFrame first = peer.readFrame("the first fragment");
        assertThat(first.opcode()).isEqualTo(RawFrame.TEXT);
        assertThat(first.fin()).isFalse();
        StringBuilder text = new StringBuilder(first.text());
        RawFrame next = first;
        while (!next.fin()) {
            next = peer.readFrame("a continuation");
            assertThat(next.opcode()).isEqualTo(RawFrame.CONTINUATION);
            text.append(next.text());
        }
        assertThat(text.toString()).isEqualTo("onetwothree");
    }
}
