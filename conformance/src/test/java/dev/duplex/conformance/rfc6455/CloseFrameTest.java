package dev.duplex.conformance.rfc6455;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceSuite;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Close frames: which are right and which are not (RFC 6455 §5.5.1, §7.4).
class CloseFrameTest extends ConformanceSuite {
    CloseFrameTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3001,
                3999, 4000, 4999
            })
    @DisplayName(
            "§5.5.1: when sending a Close in response, the endpoint typically echos the status code")
    void echoesTheCode(int code) {
        RawWebSocket peer = open("/echo");
        peer.send(RawFrame.close(code, ""));
        Expect.close(peer, code);
        Expect.cleanEnd(peer);
        RawWebSocket second = open("/echo");
        second.sendChopped(RawFrame.close(code, "with a reason: µ"), 1);
        Expect.close(second, code);
        Expect.cleanEnd(second);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 5001, 32_767,
                65_535
            })
    @DisplayName(
            "§7.4: codes 0-999 are not used, 1004-1006 and 1015 MUST NOT be sent, the others below 3000 are"
                    + " reserved for the protocol, above 4999 there are none")
    void refusesCodesThatMustNotBeSent(int code) {
        fails(1002, RawFrame.close(code, ""));
        fails(1002, RawFrame.close(code, "reason"));
    }

    @Test
    @DisplayName("§5.5.1: the Close frame MAY contain a body; without one there is no status code")
    void takesAnEmptyClose() {
        RawWebSocket peer = open("/echo");
        peer.send(RawFrame.closePayload());
        RawFrame close = peer.readFrame("Close without a code, or 1000");
        if (close.opcode() != RawFrame.CLOSE
                || (close.length() != 0 && close.closeCode().orElse(0) != 1000)) {
            throw peer.failure("Close without a code, or 1000", close.toString());
        }
        Expect.cleanEnd(peer);
    }

    @Test
    @DisplayName(
            "§5.5.1: if there is a body, the first two bytes MUST be a 2-byte unsigned integer")
    void refusesOneByte() {
        fails(1002, RawFrame.closePayload((byte) 3));
        fails(1002, RawFrame.closePayload((byte) 0));
    }

    @Test
    @DisplayName("§5.5: all control frames MUST have a payload length of 125 bytes or less")
    void takesAReasonOf123BytesAndNoMore() {
        for (String reason : List.of("x".repeat(123), "é".repeat(61), "€".repeat(41))) {
            RawWebSocket peer = open("/echo");
            peer.send(RawFrame.close(1000, reason));
            Expect.close(peer, 1000);
            Expect.cleanEnd(peer);
        }
        fails(1002, RawFrame.close(1000, "x".repeat(124)));
        fails(1002, RawFrame.close(1000, "x".repeat(70_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.duplex.conformance.rfc6455.Utf8Cases#invalid")
    @DisplayName(
            "§5.5.1, §8.1: the reason is UTF-8; when it is not, the endpoint MUST fail the connection")
    void refusesReasonsThatAreNotUtf8(Utf8Cases.Invalid invalid) {
        fails(1007, RawFrame.close(1000, invalid.bytes()));
    }

    @Test
    @DisplayName("§5.5: control frames MUST NOT be fragmented")
    void refusesFragmentedClose() {
        fails(1002, RawFrame.close(1000, "").withoutFin());
    }
}
