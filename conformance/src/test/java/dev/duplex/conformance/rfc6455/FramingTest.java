package dev.duplex.conformance.rfc6455;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceSuite;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames on the wire: lengths, masks, reserved bits and opcodes (RFC 6455 §5.2, §5.3).
class FramingTest extends ConformanceSuite {
    FramingTest(Cell cell) {
        super(cell);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 124, 125, 126, 127, 128, 255, 256, 65_534,
                65_535, 65_536, 131_071, 1 << 20
            })
    @DisplayName("§5.2: payload length: 7 bits, 7+16 bits, or 7+64 bits")
    void echoesEveryLength(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        RawWebSocket peer = open("/echo");
        Expect.echo(peer, RawFrame.binary(bytes));
        Expect.echo(peer, RawFrame.text("*".repeat(length)));
        Expect.alive(peer);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 1000, 65_536})
    @DisplayName("§5.2: a frame is the same in however many TCP segments it comes")
    void echoesChoppedFrames(int length) {
        RawWebSocket peer = open("/echo");
        RawFrame frame = RawFrame.binary(new byte[length]);
        peer.sendChopped(frame, length > 1000 ? 997 : 1);
        Expect.message(peer, frame);
    }

    @Test
    @DisplayName("§5.2: a header cut at any byte is the same header")
    void echoesHeadersCutAnywhere() {
        RawWebSocket peer = open("/echo");
        for (RawFrame frame :
                List.of(
                        RawFrame.text("Hello"),
                        RawFrame.text("x".repeat(200)),
                        RawFrame.text("y".repeat(70_000)))) {
            byte[] bytes = frame.bytes();
            for (int cut = 1; cut <= frame.header().length + 1; cut++) {
                peer.send(Arrays.copyOf(bytes, cut));
                peer.send(Arrays.copyOfRange(bytes, cut, bytes.length));
                Expect.message(peer, frame);
            }
        }
    }

    @Test
    @DisplayName("§5.2: many frames in one TCP segment are as many messages, in their order")
    void echoesManyFramesOfOneSegment() {
        RawWebSocket peer = open("/echo");
        RawFrame[] frames =
                IntStream.range(0, 100)
                        .mapToObj(i -> RawFrame.text("message " + i))
                        .toArray(RawFrame[]::new);
        peer.send(frames[0], frames[1], Arrays.copyOfRange(frames, 2, frames.length));
        for (RawFrame frame : frames) {
            Expect.message(peer, frame);
        }
    }

    static Stream<Arguments> wasteful() {
        return Stream.of(
                arguments(0, RawFrame.LengthForm.TWO_BYTES),
                arguments(1, RawFrame.LengthForm.TWO_BYTES),
                arguments(125, RawFrame.LengthForm.TWO_BYTES),
                arguments(0, RawFrame.LengthForm.EIGHT_BYTES),
                arguments(125, RawFrame.LengthForm.EIGHT_BYTES),
                arguments(126, RawFrame.LengthForm.EIGHT_BYTES),
                arguments(65_535, RawFrame.LengthForm.EIGHT_BYTES));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("wasteful")
    @DisplayName(
            "§5.2: in all cases, the minimal number of bytes MUST be used to encode the length")
    void refusesLengthsThatAreNotMinimal(int length, RawFrame.LengthForm form) {
        fails(1002, RawFrame.binary(new byte[length]).withLengthForm(form));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1L, Long.MIN_VALUE + 5})
    @DisplayName("§5.2: of a 64-bit length, the most significant bit MUST be 0")
    void refusesNegativeLengths(long length) {
        RawFrame frame = RawFrame.binary(new byte[0]);
        fails(1002, frame.announcing(length).withLengthForm(RawFrame.LengthForm.EIGHT_BYTES));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {RawFrame.TEXT, RawFrame.BINARY, RawFrame.PING, RawFrame.PONG, RawFrame.CLOSE})
    @DisplayName(
            "§5.1: the server MUST close the connection upon receiving a frame that is not masked")
    void refusesUnmaskedFrames(int opcode) {
        fails(1002, RawFrame.of(opcode, new byte[0]).withoutMask());
        fails(
                1002,
                RawFrame.of(
                                opcode,
                                opcode == RawFrame.CLOSE
                                        ? new byte[] {3, (byte) 0xE8}
                                        : new byte[10])
                        .withoutMask());
    }

    @Test
    @DisplayName("§5.1: an unmasked frame is refused in the middle of a message too")
    void refusesUnmaskedContinuation() {
        fails(1002, RawFrame.text("Hel").withoutFin(), RawFrame.continuation("lo").withoutMask());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1, 0x80000000, 0x00FF00FF, 0x12345678, 0xFFFFFF00})
    @DisplayName("§5.3: the payload is XORed with a masking key of any value")
    void unmasksWithAnyKey(int key) {
        RawWebSocket peer = open("/echo");
        for (int length = 0; length < 40; length++) {
            Expect.echo(
                    peer,
                    RawFrame.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN".substring(0, length))
                            .withMask(key));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 13})
    @DisplayName(
            "§5.3: octet i is masked with octet i MOD 4 of the key, wherever the payload is cut")
    void unmasksWhatComesInPieces(int size) {
        RawWebSocket peer = open("/echo");
        RawFrame frame =
                RawFrame.text("The quick brown fox jumps over the lazy dog.").withMask(0x01F3A75C);
        peer.sendChopped(frame, size);
        Expect.message(peer, frame);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    @DisplayName(
            "§5.2: RSV1, RSV2, RSV3 MUST be 0 unless an extension defines them; else the endpoint MUST"
                    + " fail the connection")
    void refusesReservedBits(int bits) {
        fails(1002, RawFrame.text("Hello").withReserved(bits));
        fails(1002, RawFrame.binary(new byte[0]).withReserved(bits));
        fails(1002, RawFrame.ping("Hello").withReserved(bits));
        fails(1002, RawFrame.pong("Hello").withReserved(bits));
        fails(1002, RawFrame.close(1000, "").withReserved(bits));
        fails(
                1002,
                RawFrame.text("Hel").withoutFin(),
                RawFrame.continuation("lo").withReserved(bits));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    @DisplayName("§5.2: if an unknown opcode is received, the endpoint MUST fail the connection")
    void refusesReservedOpcodes(int opcode) {
        fails(1002, RawFrame.of(opcode, new byte[0]));
        fails(1002, RawFrame.of(opcode, new byte[] {1, 2, 3}));
        fails(1002, RawFrame.of(opcode, new byte[] {1, 2, 3}).withoutFin());
        fails(
                1002,
                RawFrame.text("Hel").withoutFin(),
                RawFrame.of(opcode, new byte[0]),
                RawFrame.continuation("lo"));
    }

    @Test
    @DisplayName("§7.1.7: what is wrong with a header is known when the header is there")
    void failsBeforeThePayloadComes() {
        RawWebSocket peer = open("/echo");
        peer.send(RawFrame.of(3, new byte[0]).announcing(1000));
        Expect.failed(peer, 1002);
        RawWebSocket second = open("/echo");
        second.send(RawFrame.ping("").announcing(126));
        Expect.failed(second, 1002);
    }

    @Test
    @DisplayName("§5.2: messages before a bad frame are still answered")
    void answersWhatCameBefore() {
        RawWebSocket peer = open("/loop");
        peer.send(RawFrame.text("one"), RawFrame.ping("two"), RawFrame.of(3, new byte[0]));
        Expect.message(peer, RawFrame.text("one"));
        Expect.frame(peer, RawFrame.pong("two"));
        Expect.failed(peer, 1002);
    }
}
