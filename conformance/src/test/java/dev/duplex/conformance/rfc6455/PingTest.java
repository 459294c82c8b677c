package dev.duplex.conformance.rfc6455;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceSuite;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pings and pongs (RFC 6455 §5.5.2, §5.5.3).
class PingTest extends ConformanceSuite {
    PingTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 124, 125})
    @DisplayName(
            "§5.5.3: a Pong sent in response to a Ping MUST have identical Application data as the Ping")
    void echoesThePayload(int length) {
        RawWebSocket peer = open("/echo");
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (255 - i);
        }
        peer.send(RawFrame.ping(bytes));
        Expect.frame(peer, RawFrame.of(RawFrame.PONG, bytes));
        peer.sendChopped(RawFrame.ping(bytes), 1);
        Expect.frame(peer, RawFrame.of(RawFrame.PONG, bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {126, 127, 1000, 70_000})
    @DisplayName("§5.5: all control frames MUST have a payload length of 125 bytes or less")
    void refusesLongPings(int length) {
        fails(1002, RawFrame.ping(new byte[length]));
        fails(1002, RawFrame.of(RawFrame.PONG, new byte[length]));
    }

    @Test
    @DisplayName("§5.5.2: a Ping's payload is any bytes, UTF-8 or not")
    void takesAnyBytes() {
        RawWebSocket peer = open("/echo");
        byte[] bytes = {
            0, (byte) 0xFF, (byte) 0xFE, (byte) 0xFD, (byte) 0xFC, (byte) 0xFB, 0, (byte) 0xFF
        };
        peer.send(RawFrame.ping(bytes));
        Expect.frame(peer, RawFrame.of(RawFrame.PONG, bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unasked"})
    @DisplayName(
            "§5.5.3: a Pong MAY be sent unsolicited; a response to an unsolicited Pong is not expected")
    void ignoresUnsolicitedPongs(String payload) {
        RawWebSocket peer = open("/echo");
        peer.send(RawFrame.pong(payload));
        Expect.alive(peer);
        peer.send(RawFrame.pong(payload), RawFrame.pong(payload), RawFrame.text("after"));
        Expect.message(peer, RawFrame.text("after"));
    }

    @Test
    @DisplayName(
            "§5.5.3: an endpoint may answer only the most recent of several Pings, each answer in order")
    void answersManyPings() {
        RawWebSocket peer = open("/echo");
        for (int i = 0; i < 10; i++) {
            peer.send(RawFrame.ping("ping " + i));
        }
        int last = -1;
        while (last < 9) {
            RawFrame pong = peer.readFrame("a Pong for a later Ping than " + last);
            assertThat(pong.opcode()).isEqualTo(RawFrame.PONG);
            assertThat(pong.text()).startsWith("ping ");
            int number = Integer.parseInt(pong.text().substring(5));
            assertThat(number).isGreaterThan(last);
            last = number;
        }
        Expect.alive(peer);
    }

    @Test
    @DisplayName(
            "§5.4: control frames MAY be injected in the middle of a fragmented message, and are answered"
                    + " there (§5.5.2: as soon as is practical)")
    void answersBetweenFragments() {
        RawWebSocket peer = open("/echo");
        peer.send(RawFrame.text("Hel").withoutFin());
        peer.send(RawFrame.ping("between"));
        Expect.frame(peer, RawFrame.pong("between"));
        peer.send(RawFrame.continuation("l").withoutFin());
        peer.send(RawFrame.pong("unasked"));
        peer.send(RawFrame.ping("again"));
        Expect.frame(peer, RawFrame.pong("again"));
        peer.send(RawFrame.continuation("o"));
        Expect.message(peer, RawFrame.text("Hello"));
    }

    @Test
    @DisplayName("§5.5: control frames MUST NOT be fragmented")
    void refusesFragmentedPings() {
        fails(1002, RawFrame.ping("Hel").withoutFin());
        fails(1002, RawFrame.ping("Hel").withoutFin(), RawFrame.continuation("lo"));
        fails(1002, RawFrame.pong("Hel").withoutFin());
        fails(
                1002,
                RawFrame.text("Hel").withoutFin(),
                RawFrame.ping("").withoutFin(),
                RawFrame.continuation("lo"));
    }
}
