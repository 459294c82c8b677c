package dev.duplex.conformance.rfc7692;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawDeflate;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawInflate;
import dev.duplex.testkit.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Compressed messages, with every set of parameters (RFC 7692 §6, §7.2).
class CompressedMessageTest extends DeflateSuite {
    CompressedMessageTest(Cell cell) {
        super(cell);
    }

    static Stream<Arguments> everySet() {
        List<Arguments> sets = new ArrayList<>();
        for (String path : List.of("/deflate", "/takeover")) {
            for (int bits = 8; bits <= 15; bits++) {
                for (String more :
                        List.of(
                                "",
                                "; server_no_context_takeover",
                                "; client_no_context_takeover",
                                "; server_no_context_takeover; client_no_context_takeover")) {
                    sets.add(
                            arguments(
                                    path,
                                    "permessage-deflate; server_max_window_bits="
                                            + bits
                                            + "; client_max_window_bits="
                                            + (23 - bits)
                                            + more));
                }
            }
        }
        return sets.stream();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everySet")
    @DisplayName(
            "§7.1.2.1, §7.2.1: the server's references reach no farther back than its window, nor into earlier"
                    + " messages without context takeover; the client may use all of its own")
    void echoesWithEverySetOfParameters(String path, String offer) {
        Compressed on = compressed(path, offer);
        on.echo(RawFrame.text("Hello"));
        on.echo(RawFrame.text("Hello"));
        byte[] far = repeating(60_000, 20_000);
        on.echo(RawFrame.binary(far));
        on.echo(RawFrame.binary(repeating(9_000, 300)));
        on.echo(RawFrame.binary(far));
        on.echo(RawFrame.text("é€𝄞".repeat(3000)));
        on.echo(RawFrame.binary(new byte[100_000]));
    }

    @Test
    @DisplayName(
            "§7.2.3.2: with context takeover, what was sent before makes the next message small")
    void keepsTheContext() {
        Compressed on = compressed("/takeover", "permessage-deflate");
        RawFrame message = RawFrame.binary(repeating(1000, 1000));
        on.echo(message);
        on.send(message);
        RawFrame second = Expect.message(on.peer(), "the second message");
        assertThat(second.reserved()).isEqualTo(RawFrame.RSV1);
        assertThat(second.payload().length).isLessThan(100);
        assertThat(on.inflate().message(second.payload())).isEqualTo(message.payload());
    }

    @Test
    @DisplayName(
            "§6: messages of /echo's default below a size go out as they are, larger ones compressed")
    void compressesWhatIsWorthIt() {
        Compressed on = compressed("/echo", "permessage-deflate");
        on.send(RawFrame.text("small"));
        assertThat(Expect.message(on.peer(), "a small message").reserved()).isZero();
        on.send(RawFrame.text("large".repeat(1000)));
        RawFrame large = Expect.message(on.peer(), "a large message");
        assertThat(large.reserved()).isEqualTo(RawFrame.RSV1);
        assertThat(large.payload().length).isLessThan(1000);
    }

    @Test
    @DisplayName("§7.2.3.1: the RFC's own example of a message, one frame and two")
    void readsTheExample() {
        RawWebSocket peer = compressed("/deflate", "permessage-deflate").peer();
        byte[] hello = HexFormat.of().parseHex("f248cdc9c90700");
        for (int cut = 0; cut <= hello.length; cut++) {
            peer.send(
                    RawFrame.text(Arrays.copyOf(hello, cut))
                            .withoutFin()
                            .withReserved(RawFrame.RSV1),
                    RawFrame.continuation(Arrays.copyOfRange(hello, cut, hello.length)));
            assertThat(new RawInflate(false).message(Expect.message(peer, "Hello").payload()))
                    .asString()
                    .isEqualTo("Hello");
        }
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                arguments("§7.2.3.3: a block without compression", "000500faff48656c6c6f00"),
                arguments("§7.2.3.4: a block with BFINAL set", "f348cdc9c9070000"),
                arguments(
                        "§7.2.3.5: two blocks in one message",
                        "f248050000 00ffffcac9c90700".replace(" ", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    @DisplayName("§7.2.3: the RFC's examples of DEFLATE blocks, which all say Hello")
    void readsEveryKindOfBlock(String what, String hex) {
        for (String path : List.of("/deflate", "/takeover")) {
            Compressed on = compressed(path, "permessage-deflate");
            RawFrame frame =
                    RawFrame.text(HexFormat.of().parseHex(hex)).withReserved(RawFrame.RSV1);
            on.peer().send(frame);
            on.expect(RawFrame.text("Hello"));
            on.peer().send(frame);
            on.expect(RawFrame.text("Hello"));
            on.peer().sendChopped(frame, 1);
            on.expect(RawFrame.text("Hello"));
            assertThat(what).isNotEmpty();
        }
    }

    @Test
    @DisplayName("§7.2.3.4: a longer message that ends with BFINAL, between others")
    void readsFinalBlocks() {
        Compressed on = compressed("/deflate", "permessage-deflate");
        byte[] bytes = repeating(5000, 700);
        on.echo(RawFrame.binary(bytes));
        on.peer().send(RawFrame.binary(RawDeflate.finished(bytes)).withReserved(RawFrame.RSV1));
        on.expect(RawFrame.binary(bytes));
        on.echo(RawFrame.binary(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0200", "0000"})
    @DisplayName("§7.2.3.6: an empty message is a single 0x00 octet, or any other empty blocks")
    void readsEmptyMessages(String hex) {
        Compressed on = compressed("/deflate", "permessage-deflate");
        byte[] empty = HexFormat.of().parseHex(hex.equals("0000") ? "000000ffff00" : hex);
        on.peer().send(RawFrame.text(empty).withReserved(RawFrame.RSV1));
        on.expect(RawFrame.text(""));
        on.peer().send(RawFrame.binary(empty).withReserved(RawFrame.RSV1));
        on.expect(RawFrame.binary(new byte[0]));
        on.echo(RawFrame.text("after"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    @DisplayName(
            "§6.1, RFC 6455 §5.4: a compressed message in fragments, with control frames between them")
    void readsFragments(int size) {
        Compressed on = compressed("/takeover", "permessage-deflate");
        byte[] text = "fragmented and compressed; ".repeat(20).getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 2; round++) {
            byte[] bytes = on.deflate().message(text);
            for (int at = 0; at < bytes.length; at += size) {
                byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(at + size, bytes.length));
                RawFrame frame =
                        at == 0
                                ? RawFrame.text(piece).withReserved(RawFrame.RSV1)
                                : RawFrame.continuation(piece);
                on.peer()
                        .send(
                                at + size < bytes.length ? frame.withoutFin() : frame,
                                RawFrame.pong("between"));
            }
            on.expect(RawFrame.text(text));
        }
        byte[] bytes = on.deflate().message(text);
        on.peer().send(RawFrame.text(new byte[0]).withoutFin().withReserved(RawFrame.RSV1));
        Expect.alive(on.peer());
        on.peer().send(RawFrame.continuation(bytes).withoutFin());
        Expect.alive(on.peer());
        on.peer().send(RawFrame.continuation(""));
        on.expect(RawFrame.text(text));
    }

    @Test
    @DisplayName(
            "§6: a message without RSV1 is not compressed, and may come between compressed ones")
    void readsPlainMessagesToo() {
        for (String path : List.of("/deflate", "/takeover")) {
            Compressed on = compressed(path, "permessage-deflate");
            byte[] bytes = repeating(1000, 300);
            on.echo(RawFrame.binary(bytes));
            on.peer().send(RawFrame.binary(bytes));
            on.expect(RawFrame.binary(bytes));
            on.peer().send(RawFrame.text("frag").withoutFin(), RawFrame.continuation("ments"));
            on.expect(RawFrame.text("fragments"));
            on.echo(RawFrame.binary(bytes));
        }
    }

    @Test
    @DisplayName("§6.1: many compressed messages in one segment are answered in their order")
    void keepsTheOrder() {
        Compressed on = compressed("/takeover", "permessage-deflate");
        List<RawFrame> messages =
                IntStream.range(0, 100)
                        .mapToObj(i -> RawFrame.text(("message " + i + " ").repeat(i)))
                        .toList();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        messages.forEach(message -> all.writeBytes(on.frame(message).bytes()));
        on.peer().send(all.toByteArray());
        messages.forEach(on::expect);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 255, 256, 257, 4095, 32_767, 32_768, 32_769, 100_000})
    @DisplayName("§7.2.2: bytes that do not compress come through as well")
    void echoesNoise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        for (String path : List.of("/deflate", "/takeover")) {
            Compressed on = compressed(path, "permessage-deflate; server_max_window_bits=9");
            on.echo(RawFrame.binary(noise));
            on.echo(RawFrame.binary(noise));
        }
    }

    /// Bytes that repeat themselves after `period` and do not compress within it.
    private static byte[] repeating(int length, int period) {
        byte[] bytes = new byte[length];
        byte[] pattern = new byte[period];
        new Random(period).nextBytes(pattern);
        for (int at = 0; at < length; at += period) {
            System.arraycopy(pattern, 0, bytes, at, Math.min(period, length - at));
        }
        return bytes;
    }
}
