package dev.duplex.conformance.rfc7692;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawDeflate;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Compressed messages that are wrong, or too much (RFC 7692 §6, §7.2.2, §8).
class BadCompressionTest extends DeflateSuite {
    /// A stored block of no bytes that is not the last.
    private static final byte[] EMPTY_BLOCK = HexFormat.of().parseHex("000000ffff");

    BadCompressionTest(Cell cell) {
        super(cell);
    }

    @Test
    @DisplayName("§6: without the extension agreed on, RSV1 MUST be 0")
    void refusesRsv1WithoutNegotiation() {
        fails(
                1002,
                RawFrame.text(HexFormat.of().parseHex("f248cdc9c90700"))
                        .withReserved(RawFrame.RSV1));
        RawWebSocket peer = connect();
        accepted(peer, handshake("/plain").with("Sec-WebSocket-Extensions: permessage-deflate"));
        peer.send(
                RawFrame.text(HexFormat.of().parseHex("f248cdc9c90700"))
                        .withReserved(RawFrame.RSV1));
        Expect.failed(peer, 1002);
    }

    static Stream<Arguments> misplaced() {
        byte[] half = HexFormat.of().parseHex("f248cd");
        return Stream.of(
                arguments("a Ping", List.of(RawFrame.ping("x").withReserved(RawFrame.RSV1))),
                arguments("a Pong", List.of(RawFrame.pong("x").withReserved(RawFrame.RSV1))),
                arguments("a Close", List.of(RawFrame.close(1000, "").withReserved(RawFrame.RSV1))),
                arguments(
                        "a continuation of a compressed message",
                        List.of(
                                RawFrame.text(half).withReserved(RawFrame.RSV1).withoutFin(),
                                RawFrame.continuation(half).withReserved(RawFrame.RSV1))),
                arguments(
                        "a continuation of a plain message",
                        List.of(
                                RawFrame.text("a").withoutFin(),
                                RawFrame.continuation("b").withReserved(RawFrame.RSV1))),
                arguments(
                        "a Ping in a message",
                        List.of(
                                RawFrame.text(half).withReserved(RawFrame.RSV1).withoutFin(),
                                RawFrame.ping("").withReserved(RawFrame.RSV1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misplaced")
    @DisplayName(
            "§6.1: an endpoint MUST NOT set the Per-Message Compressed bit of control frames and non-first"
                    + " fragments; who receives such a frame MUST fail the connection")
    void refusesRsv1WhereItMayNotBe(String what, List<RawFrame> frames) {
        RawWebSocket peer = compressed("/deflate", "permessage-deflate").peer();
        assertThat(what).isNotEmpty();
        frames.forEach(frame -> peer.sendUntilRefused(frame.bytes()));
        Expect.failed(peer, 1002);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                RawFrame.RSV2,
                RawFrame.RSV3,
                RawFrame.RSV1 | RawFrame.RSV2,
                RawFrame.RSV1 | RawFrame.RSV3,
                7
            })
    @DisplayName("RFC 6455 §5.2: RSV2 and RSV3 stay reserved when RSV1 is used")
    void refusesOtherBits(int bits) {
        RawWebSocket peer = compressed("/deflate", "permessage-deflate").peer();
        peer.send(RawFrame.text(HexFormat.of().parseHex("f248cdc9c90700")).withReserved(bits));
        Expect.failed(peer, 1002);
    }

    static Stream<Arguments> corrupt() {
        return Stream.of(
                arguments("a block of the reserved type", "070000"),
                arguments("a stored block with a wrong complement", "00050000004865"),
                arguments("a reference before the beginning", "0223"),
                arguments("a bad Huffman table", "fcffffffffffffffff"),
                arguments("noise", "deadbeefdeadbeefdeadbeef"),
                arguments("text that is not compressed", "ff48656c6c6f2c20776f726c64"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corrupt")
    @DisplayName(
            "§7.2.2: payload that does not decompress: the endpoint MUST fail the connection (RFC 6455 §7.1.7;"
                    + " with 1007 or 1002)")
    void refusesWhatIsNotDeflate(String what, String hex) {
        for (String path : List.of("/deflate", "/takeover")) {
            RawWebSocket peer = compressed(path, "permessage-deflate").peer();
            assertThat(what).isNotEmpty();
            peer.send(RawFrame.binary(HexFormat.of().parseHex(hex)).withReserved(RawFrame.RSV1));
            Expect.failed(peer, 1007, 1002);
        }
    }

    @Test
    @DisplayName(
            "§7.1.1: without context takeover, a reference into an earlier message is to nothing")
    void forgetsTheContextItSaysItForgets() {
        Compressed on = compressed("/deflate", "permessage-deflate");
        try (RawDeflate keeping = new RawDeflate(true, 15)) {
            byte[] text =
                    "some text that comes twice, some text that comes twice"
                            .getBytes(StandardCharsets.US_ASCII);
            on.peer().send(RawFrame.text(keeping.message(text)).withReserved(RawFrame.RSV1));
            on.expect(RawFrame.text(text));
            on.peer().send(RawFrame.text(keeping.message(text)).withReserved(RawFrame.RSV1));
            Expect.failed(on.peer(), 1007, 1002);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c328", "eda080", "f4908080", "e282", "c0af"})
    @DisplayName(
            "RFC 6455 §8.1: a compressed text is UTF-8 once decompressed; else the connection fails")
    void refusesBadText(String hex) {
        for (String path : List.of("/deflate", "/takeover")) {
            Compressed on = compressed(path, "permessage-deflate");
            on.echo(RawFrame.text("é before"));
            on.send(RawFrame.text(HexFormat.of().parseHex("48656c6c6f" + hex)));
            Expect.failed(on.peer(), 1007);
        }
    }

    @Test
    @DisplayName("RFC 6455 §8.1: bad text is found before the compressed message is whole")
    void failsFast() {
        Compressed on = compressed("/deflate", "permessage-deflate");
        byte[] bytes = on.deflate().flushed(new byte[] {'a', (byte) 0xFF, 'b'});
        on.peer().send(RawFrame.text(bytes).withReserved(RawFrame.RSV1).withoutFin());
        Expect.failed(on.peer(), 1007);
    }

    @Test
    @DisplayName(
            "§6.2: a character cut between two fragments of a compressed text is whole in the message")
    void takesCutCharacters() {
        Compressed on = compressed("/deflate", "permessage-deflate");
        byte[] clef = "𝄞𝄞𝄞".getBytes(StandardCharsets.UTF_8);
        byte[] first = on.deflate().flushed(Arrays.copyOf(clef, 6));
        try (RawDeflate rest = new RawDeflate(false, 15)) {
            on.peer().send(RawFrame.text(first).withReserved(RawFrame.RSV1).withoutFin());
            Expect.alive(on.peer());
            on.peer().send(RawFrame.continuation(rest.message(Arrays.copyOfRange(clef, 6, 12))));
        }
        on.expect(RawFrame.text("𝄞𝄞𝄞"));
    }

    static Stream<Integer> sizes() {
        return Stream.of(1 << 20, (1 << 20) + 1);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    @DisplayName("RFC 6455 §10.4: the limit on a message is on what it decompresses to (1009)")
    void limitsTheInflatedSize(int size) {
        Compressed on = compressed("/deflate", "permessage-deflate");
        on.send(RawFrame.binary(new byte[size]));
        if (size <= 1 << 20) {
            on.expect(RawFrame.binary(new byte[size]));
        } else {
            Expect.failed(on.peer(), 1009);
        }
    }

    @Test
    @DisplayName(
            "§8, RFC 6455 §10.4: a small message that becomes 100 MB is refused (1009) while it inflates, not"
                    + " after")
    void refusesABomb() {
        for (String path : List.of("/deflate", "/takeover")) {
            Compressed on = compressed(path, "permessage-deflate");
            byte[] bomb = on.deflate().message(new byte[100_000_000]);
            on.peer().send(RawFrame.binary(bomb).withReserved(RawFrame.RSV1));
            Expect.failed(on.peer(), 1009);
        }
    }

    @Test
    @DisplayName("§8: a bomb is refused before it is whole: from its first fragment")
    void refusesABombInFragments() {
        Compressed on = compressed("/deflate", "permessage-deflate");
        byte[] bomb = on.deflate().message(new byte[4_000_000]);
        on.peer()
                .send(
                        RawFrame.binary(Arrays.copyOf(bomb, bomb.length - 10))
                                .withReserved(RawFrame.RSV1)
                                .withoutFin());
        Expect.failed(on.peer(), 1009);
    }

    @Test
    @DisplayName(
            "RFC 6455 §10.4: what a message may have in compressed bytes is limited too (1009): empty blocks,"
                    + " which inflate to nothing, come to an end")
    void limitsTheCompressedBytes() {
        int most = 2 * (1 << 20) + 1024;
        byte[] blocks = new byte[most / EMPTY_BLOCK.length * EMPTY_BLOCK.length];
        for (int at = 0; at < blocks.length; at += EMPTY_BLOCK.length) {
            System.arraycopy(EMPTY_BLOCK, 0, blocks, at, EMPTY_BLOCK.length);
        }
        RawWebSocket peer = compressed("/deflate", "permessage-deflate").peer();
        peer.send(RawFrame.binary(blocks).withReserved(RawFrame.RSV1).withoutFin());
        Expect.alive(peer);
        peer.send(RawFrame.continuation(EMPTY_BLOCK).withoutFin());
        Expect.failed(peer, 1009);
    }
}
