package dev.duplex.conformance.rfc6455;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceSuite;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Text is UTF-8, and is found not to be as soon as that can be known (RFC 6455 §8.1).
class Utf8Test extends ConformanceSuite {
    private static final String MUST =
            "§8.1: when an endpoint finds that a byte stream is not, in fact, a valid UTF-8 stream, it MUST"
                    + " fail the connection";
    private static final byte[] BEFORE = "Hello-µ@ßöäüàá: ".getBytes(StandardCharsets.UTF_8);

    Utf8Test(Cell cell) {
        super(cell);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.duplex.conformance.rfc6455.Utf8Cases#valid")
    @DisplayName("§5.6: text is UTF-8: every code point but the surrogates may be sent")
    void echoesWhatIsUtf8(String text) {
        RawWebSocket peer = open("/echo");
        RawFrame whole = RawFrame.text(text);
        Expect.echo(peer, whole);
        byte[] bytes = whole.payload();
        for (int cut = 0; cut <= bytes.length; cut++) {
            peer.send(
                    RawFrame.text(Arrays.copyOf(bytes, cut)).withoutFin(),
                    RawFrame.continuation(Arrays.copyOfRange(bytes, cut, bytes.length)));
            Expect.message(peer, whole);
        }
        peer.sendChopped(whole, 1);
        Expect.message(peer, whole);
    }

    @Test
    @DisplayName("§5.6: a particular text frame might include a partial UTF-8 sequence")
    void echoesFragmentsOfOneByteInSegmentsOfOneByte() {
        RawWebSocket peer = open("/echo");
        byte[] bytes = "aé€𝄞".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            RawFrame frame =
                    RawFrame.of(
                            i == 0 ? RawFrame.TEXT : RawFrame.CONTINUATION, new byte[] {bytes[i]});
            peer.sendChopped(i + 1 < bytes.length ? frame.withoutFin() : frame, 1);
        }
        Expect.message(peer, RawFrame.text("aé€𝄞"));
    }

    @Test
    @DisplayName("§5.6: a text of 64 KiB is the same cut into segments at any byte of a character")
    void echoesLongTextInSegments() {
        RawWebSocket peer = open("/echo");
        RawFrame frame = RawFrame.text("aé€𝄞".repeat(6554));
        for (int size : new int[] {8191, 1460, 4099}) {
            peer.sendChopped(frame, size);
            Expect.message(peer, frame);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.duplex.conformance.rfc6455.Utf8Cases#invalid")
    @DisplayName(MUST)
    void refusesInOneFrame(Utf8Cases.Invalid invalid) {
        fails(1007, RawFrame.text(invalid.bytes()));
        fails(1007, RawFrame.text(join(BEFORE, invalid.bytes())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.duplex.conformance.rfc6455.Utf8Cases#invalid")
    @DisplayName(MUST + ", wherever it is cut into fragments")
    void refusesInFragments(Utf8Cases.Invalid invalid) {
        byte[] bytes = join(BEFORE, invalid.bytes());
        for (int cut = BEFORE.length; cut <= bytes.length; cut++) {
            fails(
                    1007,
                    RawFrame.text(Arrays.copyOf(bytes, cut)).withoutFin(),
                    RawFrame.continuation(Arrays.copyOfRange(bytes, cut, bytes.length)));
        }
    }

    static List<Utf8Cases.Invalid> knownEarly() {
        return Utf8Cases.invalid().stream().filter(invalid -> !invalid.truncated()).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("knownEarly")
    @DisplayName(MUST + ": within a frame that is not whole yet")
    void failsFastInsideAFrame(Utf8Cases.Invalid invalid) {
        byte[] bytes = join(BEFORE, Arrays.copyOf(invalid.bytes(), invalid.wrongFrom() + 1));
        for (int size : new int[] {1, Integer.MAX_VALUE}) {
            RawWebSocket peer = open("/echo");
            peer.sendChopped(RawFrame.text(bytes).announcing(1000), size);
            Expect.failed(peer, 1007);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("knownEarly")
    @DisplayName(MUST + ": within a message that is not whole yet")
    void failsFastBetweenFragments(Utf8Cases.Invalid invalid) {
        RawWebSocket peer = open("/echo");
        byte[] wrong = Arrays.copyOf(invalid.bytes(), invalid.wrongFrom() + 1);
        peer.send(RawFrame.text(BEFORE).withoutFin(), RawFrame.continuation(wrong).withoutFin());
        Expect.failed(peer, 1007);
        RawWebSocket second = open("/echo");
        second.send(RawFrame.text(BEFORE).withoutFin());
        second.send(RawFrame.continuation(wrong).announcing(70_000));
        Expect.failed(second, 1007);
    }

    @Test
    @DisplayName(MUST + ", and not before it is found: a cut character is no error yet")
    void waitsForTheRestOfACharacter() {
        RawWebSocket peer = open("/echo");
        byte[] clef = "𝄞".getBytes(StandardCharsets.UTF_8);
        peer.send(RawFrame.text(Arrays.copyOf(clef, 3)).withoutFin());
        Expect.alive(peer);
        peer.send(RawFrame.continuation("").withoutFin());
        Expect.alive(peer);
        peer.send(RawFrame.continuation(Arrays.copyOfRange(clef, 3, 4)));
        Expect.message(peer, RawFrame.text("𝄞"));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 23, 24, 31, 32, 33, 63, 64, 65, 127,
                1023, 4096, 65_537
            })
    @DisplayName(MUST + ", at any place of a long text")
    void findsItAtAnyOffset(int offset) {
        byte[] ascii = "x".repeat(offset).getBytes(StandardCharsets.US_ASCII);
        byte[] after = "yyyyyyyyyyyyyyyyyyyy".getBytes(StandardCharsets.US_ASCII);
        for (String hex : List.of("ff", "c328", "eda080", "f4908080", "e282")) {
            fails(1007, RawFrame.text(join(ascii, join(HexFormat.of().parseHex(hex), after))));
        }
    }

    @Test
    @DisplayName("§5.6: binary messages are arbitrary data, UTF-8 or not")
    void doesNotLookAtBinary() {
        RawWebSocket peer = open("/echo");
        for (Utf8Cases.Invalid invalid : Utf8Cases.invalid()) {
            Expect.echo(peer, RawFrame.binary(invalid.bytes()));
        }
    }

    @Test
    @DisplayName("§5.6: each message begins anew: what one left open, the next does not continue")
    void beginsAnew() {
        RawWebSocket peer = open("/echo");
        Expect.echo(peer, RawFrame.binary(new byte[] {(byte) 0xE2, (byte) 0x82}));
        peer.send(RawFrame.text(new byte[] {(byte) 0xAC}));
        Expect.failed(peer, 1007);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
