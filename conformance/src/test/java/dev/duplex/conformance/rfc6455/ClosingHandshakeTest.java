package dev.duplex.conformance.rfc6455;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceSuite;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The close handshake, begun by either side (RFC 6455 §7).
class ClosingHandshakeTest extends ConformanceSuite {
    ClosingHandshakeTest(Cell cell) {
        super(cell);
    }

    @Test
    @DisplayName(
            "§5.5.1: after both sending and receiving a Close, the server MUST close the underlying TCP"
                    + " connection immediately")
    void endsTheConnectionAfterThePeersClose() {
        RawWebSocket peer = open("/echo");
        peer.send(RawFrame.close(1000, "done"));
        Expect.close(peer, 1000);
        Expect.cleanEnd(peer);
    }

    @Test
    @DisplayName("§7.1.4: messages before the Close are answered before it is")
    void answersWhatCameBeforeTheClose() {
        RawWebSocket peer = open("/loop");
        peer.send(RawFrame.text("one"), RawFrame.text("two"), RawFrame.close(1000, ""));
        Expect.message(peer, RawFrame.text("one"));
        Expect.message(peer, RawFrame.text("two"));
        Expect.close(peer, 1000);
        Expect.cleanEnd(peer);
    }

    @Test
    @DisplayName(
            "§5.5.1: the application MUST NOT send any more data frames after sending a Close;"
                    + " what comes after one is not processed")
    void ignoresWhatComesAfterTheClose() {
        RawWebSocket peer = open("/loop");
        peer.send(
                RawFrame.close(1000, "first"),
                RawFrame.text("late"),
                RawFrame.ping("late"),
                RawFrame.close(1001, "second"),
                RawFrame.of(3, new byte[0]));
        Expect.close(peer, 1000);
        Expect.end(peer);
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                arguments(1000, ""),
                arguments(1001, "going"),
                arguments(1008, "x".repeat(123)),
                arguments(3000, "µ"),
                arguments(4999, "last"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("reasons")
    @DisplayName(
            "§7.1.2, §7.1.1: the server begins to close, the client answers, the server ends the"
                    + " connection first")
    void closesByItself(int code, String reason) {
        RawWebSocket peer = open("/command");
        peer.send(RawFrame.text("close " + code + " " + reason));
        Expect.close(peer, code, reason);
        peer.send(RawFrame.close(code, ""));
        Expect.cleanEnd(peer);
    }

    @Test
    @DisplayName(
            "§7.1.2: what was queued before the server's Close goes out before it, nothing after it")
    void sendsWhatIsQueuedFirst() {
        RawWebSocket peer = open("/command");
        peer.send(
                RawFrame.text("send one"),
                RawFrame.text("stream two three"),
                RawFrame.text("close 1000 end"),
                RawFrame.text("send never"));
        Expect.message(peer, RawFrame.text("one"));
        Expect.message(peer, RawFrame.text("twothree"));
        Expect.close(peer, 1000, "end");
        peer.send(RawFrame.close(1000, ""));
        Expect.cleanEnd(peer);
    }

    @Test
    @DisplayName(
            "§5.5.1: data that comes between the server's Close and the client's is no error, and a"
                    + " Ping then gets nothing, because a Close is the last frame")
    void waitsForTheCloseAmongOtherFrames() {
        RawWebSocket peer = open("/command");
        peer.send(RawFrame.text("close 1000 now"));
        Expect.close(peer, 1000, "now");
        peer.send(
                RawFrame.text("send late"),
                RawFrame.ping("late"),
                RawFrame.text("fragment").withoutFin(),
                RawFrame.continuation(""),
                RawFrame.close(1000, ""));
        Expect.cleanEnd(peer);
    }

    @Test
    @DisplayName("§5.5.1: both sides may close at the same time: one Close each")
    void closesOnceWhenBothDo() {
        RawWebSocket peer = open("/command");
        peer.send(RawFrame.text("close 4000 mine"), RawFrame.close(4001, "yours"));
        RawFrame close = Expect.close(peer, 4000, 4001);
        assertThat(close.closeReason()).isIn("mine", "yours", "");
        Expect.cleanEnd(peer);
    }

    @Test
    @DisplayName("§7.1.7: after a failure there is one Close, and what comes later changes nothing")
    void failsOnce() {
        RawWebSocket peer = open("/loop");
        peer.send(
                RawFrame.of(3, new byte[0]),
                RawFrame.text("late"),
                RawFrame.close(1000, ""),
                RawFrame.of(4, new byte[0]));
        Expect.failed(peer, 1002);
    }

    @Test
    @DisplayName(
            "§7.1.7: an answer to the Close of a failed connection is not needed, and does no harm")
    void takesAnAnswerToAFailure() {
        RawWebSocket peer = open("/loop");
        peer.send(RawFrame.of(3, new byte[0]));
        Expect.close(peer, 1002);
        peer.sendUntilRefused(RawFrame.close(1002, "").bytes());
        Expect.end(peer);
    }

    @Test
    @DisplayName("§7.1.5: a peer that ends its stream without a Close is not waited for")
    void endsWhenThePeerDoes() {
        RawWebSocket peer = open("/echo");
        Expect.echo(peer, RawFrame.text("Hello"));
        peer.endOutput();
        // A Close that tells of it may come, or nothing at all: then the end.
        try {
            Expect.end(peer);
        } catch (AssertionError more) {
            assertThat(more).hasMessageContaining("more bytes: 88");
        }
    }

    @Test
    @DisplayName(
            "§7.1.1: a client that never answers the server's Close is not waited for beyond the"
                    + " close timeout")
    void waitsForALimitedTime() {
        RawWebSocket peer = open("/impatient");
        peer.send(RawFrame.text("close 1000 bye"));
        Expect.close(peer, 1000, "bye");
        Expect.end(peer);
    }

    @Test
    @DisplayName("§7.1.1: neither is one that answers with everything but a Close")
    void waitsForALimitedTimeWhateverComes() {
        RawWebSocket peer = open("/impatient");
        peer.send(RawFrame.text("close 1000 bye"));
        Expect.close(peer, 1000, "bye");
        RawFrame noise = RawFrame.binary(new byte[16 << 10]);
        while (peer.sendUntilRefused(noise.bytes())) {
            Thread.onSpinWait();
        }
        Expect.end(peer);
    }
}
