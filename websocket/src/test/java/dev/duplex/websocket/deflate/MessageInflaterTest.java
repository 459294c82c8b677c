package dev.duplex.websocket.deflate;

import static dev.duplex.websocket.deflate.Payloads.NO_LIMIT;
import static dev.duplex.websocket.deflate.Payloads.concat;
import static dev.duplex.websocket.deflate.Payloads.finalStream;
import static dev.duplex.websocket.deflate.Payloads.hex;
import static dev.duplex.websocket.deflate.Payloads.inflate;
import static dev.duplex.websocket.deflate.Payloads.random;
import static dev.duplex.websocket.deflate.Payloads.repeating;
import static dev.duplex.websocket.deflate.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.websocket.deflate.MessageInflater.Status;
import dev.duplex.websocket.deflate.Payloads.Inflated;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageInflaterTest {
    /// 50 MB of nothing in 50 KB.
    private static final byte[] BOMB = finalStream(new byte[0], new byte[50_000_000]);

    private static void inflatesTo(byte[] expected, Inflated inflated) {
        assertThat(inflated.status()).isEqualTo(Status.OK);
        assertThat(inflated.bytes()).isEqualTo(expected);
    }

    /// RFC 7692 §7.2.3, and the ends of §7.2.1 that it does not show; in pieces of every length.
    @ParameterizedTest
    @CsvSource({
        "one compressed block (7.2.3.1), f2 48 cd c9 c9 07 00, Hello",
        "a block without compression (7.2.3.3), 00 05 00 fa ff 48 65 6c 6c 6f 00, Hello",
        "a block with BFINAL (7.2.3.4), f3 48 cd c9 c9 07 00 00, Hello",
        "two blocks (7.2.3.5), f2 48 05 00 00 00 ff ff ca c9 c9 07 00, Hello",
        "an empty message (7.2.3.6), 00, ''",
        "an empty block of fixed codes, 02 00, ''",
        "nothing at all, '', ''",
        "BFINAL with nothing after it, f3 48 cd c9 c9 07 00, Hello",
        "BFINAL on the block that loses its tail, f2 48 cd c9 c9 07 00 00 00 ff ff 01, Hello",
        "two with BFINAL, f3 48 cd c9 c9 07 00 f3 48 cd c9 c9 07 00 00, HelloHello",
        "BFINAL and then a reference beyond it, f3 48 cd c9 c9 07 00 f2 00 11 00 00, HelloHello",
        "BFINAL without compression, 01 05 00 fa ff 48 65 6c 6c 6f 00, Hello",
    })
    void readsEveryFormOfAMessage(String what, String payload, String text) {
        byte[] bytes = hex(payload);
        for (boolean takeover : new boolean[] {true, false}) {
            try (MessageInflater inflater = new MessageInflater(takeover)) {
                for (int piece = 1; piece <= Math.max(1, bytes.length); piece++) {
                    Inflated inflated = inflate(inflater, bytes, piece, NO_LIMIT);
                    assertThat(inflated.status()).as(what).isEqualTo(Status.OK);
                    assertThat(inflated.bytes()).as(what).isEqualTo(utf8(text));
                }
            }
        }
    }

    @Test
    void sharesTheWindowOnlyWithTakeover() {
        byte[] hello = utf8("Hello");
        byte[] first = hex("f2 48 cd c9 c9 07 00");
        byte[] second = hex("f2 00 11 00 00"); // §7.2.3.2
        try (MessageInflater inflater = new MessageInflater(true)) {
            inflatesTo(hello, inflate(inflater, first));
            inflatesTo(hello, inflate(inflater, second));
            inflatesTo(hello, inflate(inflater, second));
        }
        try (MessageInflater inflater = new MessageInflater(false)) {
            inflatesTo(hello, inflate(inflater, first));
            assertThat(inflate(inflater, second).status()).isEqualTo(Status.CORRUPT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "07", // block type 3
                "ff ff ff ff",
                "f2 00 11 00 00", // refers to what never was
                "00 05 00 00 00 48 65 6c 6c 6f 00", // length and its complement disagree
                "f2 48 cd c9", // ends in the middle of a block
                "00 05 00 fa ff 48", // so does this, which the tail would end
                "00 0a 00 f5 ff 48", // and this, which a block after the tail would
                "01 09 00 f6 ff", // and this
                "00 04 00 fb ff", // and this
                "f2 48 cd c9 c9 07 00 00", // an empty block too many, unfinished
                "04 c0 81 08 00 00 00 00 20 7f eb", // ends within a block of dynamic codes
                "78 9c f2 48 cd c9 c9 07 00", // a zlib header is no raw DEFLATE
                "78 bb 00 00 00 01 f2 48", // one that asks for a preset dictionary neither
            })
    void dataThatIsNoDeflateIsAValueAndTheInflaterGoesOn(String payload) {
        byte[] bytes = hex(payload);
        try (MessageInflater inflater = new MessageInflater(false)) {
            for (int piece = 1; piece <= bytes.length; piece++) {
                assertThat(inflate(inflater, bytes, piece, NO_LIMIT).status())
                        .isEqualTo(Status.CORRUPT);
                inflatesTo(utf8("Hello"), inflate(inflater, hex("f2 48 cd c9 c9 07 00")));
            }
        }
    }

    @Test
    void afterAnErrorATakenOverWindowIsGone() {
        try (MessageInflater inflater = new MessageInflater(true)) {
            inflatesTo(utf8("Hello"), inflate(inflater, hex("f2 48 cd c9 c9 07 00")));
            assertThat(inflate(inflater, hex("07")).status()).isEqualTo(Status.CORRUPT);
            assertThat(inflate(inflater, hex("f2 00 11 00 00")).status()).isEqualTo(Status.CORRUPT);
            inflatesTo(utf8("Hello"), inflate(inflater, hex("f2 48 cd c9 c9 07 00")));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "255", "4096", "8191", "8192", "8193", "1000000"})
    void stopsABombAtTheLimit(int limit) {
        for (boolean takeover : new boolean[] {true, false}) {
            for (int piece : new int[] {1, 1000, BOMB.length}) {
                try (MessageInflater inflater = new MessageInflater(takeover)) {
                    Inflated inflated = inflate(inflater, BOMB, piece, limit);

                    assertThat(inflated.status()).isEqualTo(Status.TOO_LARGE);
                    assertThat(inflated.bytes()).hasSize(limit + 1);
                    inflatesTo(utf8("Hello"), inflate(inflater, hex("f2 48 cd c9 c9 07 00")));
                }
            }
        }
    }

    @Test
    void aBombGrowsItsBufferByNoMoreThanTheLimit() {
        ByteBuf bomb = Unpooled.wrappedBuffer(BOMB);
        ByteBuf out = Unpooled.buffer(0, 20_001);
        try (MessageInflater inflater = new MessageInflater(false)) {
            assertThat(inflater.inflate(bomb, true, out, 20_000)).isEqualTo(Status.TOO_LARGE);
            assertThat(bomb.isReadable()).isFalse();
        }
    }

    @Test
    void countsTheWholeMessageAndEachAnew() {
        byte[] payload = hex("f2 48 cd c9 c9 07 00");
        try (MessageInflater inflater = new MessageInflater(true)) {
            for (int piece = 1; piece <= payload.length; piece++) {
                inflatesTo(utf8("Hello"), inflate(inflater, payload, piece, 5));
            }
            Inflated inflated = inflate(inflater, payload, 1, 4);
            assertThat(inflated.status()).isEqualTo(Status.TOO_LARGE);
        }
    }

    @Test
    void countsAcrossFinalBlocks() {
        byte[] hello = hex("f3 48 cd c9 c9 07 00");
        byte[] payload = concat(hello, hello, hello, hex("00"));
        try (MessageInflater inflater = new MessageInflater(false)) {
            assertThat(inflate(inflater, payload, 3, 15).status()).isEqualTo(Status.OK);
            assertThat(inflate(inflater, payload, 3, 14).status()).isEqualTo(Status.TOO_LARGE);
        }
    }

    @Provide
    Arbitrary<byte[]> segments() {
        return Payloads.any(40_000);
    }

    /// Each segment is a DEFLATE stream that ends with BFINAL and may refer to all before it.
    @Property(tries = 200)
    void keepsTheWindowBeyondAFinalBlock(
            @ForAll @Size(min = 1, max = 5) List<@From("segments") byte[]> segments,
            @ForAll boolean takeover,
            @ForAll @IntRange(min = 1, max = 3000) int piece) {
        byte[] all = {};
        try (MessageInflater inflater = new MessageInflater(takeover)) {
            byte[] payload = {};
            for (byte[] segment : segments) {
                byte[] stream = finalStream(all, segment);
                all = concat(all, segment);
                if (takeover) {
                    inflatesTo(segment, inflate(inflater, stream, piece, NO_LIMIT));
                } else {
                    payload = concat(payload, stream);
                }
            }
            if (!takeover) {
                inflatesTo(all, inflate(inflater, concat(payload, hex("00")), piece, NO_LIMIT));
            }
        }
    }

    @Test
    void aReferenceBeyondAFinalBlockReachesTheWholeWindow() {
        byte[] noise = random(11, 32_768);
        byte[] far = concat(random(12, 5000), noise); // so that the kept window has gone round
        byte[] again = Arrays.copyOf(noise, 258);
        byte[] stream = finalStream(new byte[0], far);
        // Fixed codes by hand: length 258 (code 285: 11000101), distance 32768 (code 29, 13 extra
        // bits).
        byte[] reference = fixedBlock(258, 32_768);
        for (boolean takeover : new boolean[] {true, false}) {
            try (MessageInflater inflater = new MessageInflater(takeover)) {
                byte[] payload = concat(stream, reference);
                inflatesTo(concat(far, again), inflate(inflater, payload));
                inflatesTo(concat(far, again), inflate(inflater, payload, 777, NO_LIMIT));
            }
        }
    }

    /// A block of fixed codes with one reference of 258 bytes back 32768, and the byte that ends a
    /// message.
    private static byte[] fixedBlock(int length, int distance) {
        assertThat(length).isEqualTo(258);
        assertThat(distance).isEqualTo(32_768);
        String bits = "0" + "10" + "11000101" + "11101" + "1".repeat(13) + "0000000" + "0" + "00";
        byte[] bytes = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            bytes[i / 8] |= (byte) ((bits.charAt(i) - '0') << i % 8);
        }
        return bytes;
    }

    @Test
    void takesEveryKindOfBuffer() {
        byte[] message = repeating(5, 300, 20_000);
        byte[] payload = concat(finalStream(new byte[0], message), hex("00"));
        List<ByteBufAllocator> allocators =
                List.of(
                        new UnpooledByteBufAllocator(true),
                        PooledByteBufAllocator.DEFAULT,
                        new AdaptiveByteBufAllocator());
        try (MessageInflater inflater = new MessageInflater(false)) {
            for (ByteBufAllocator allocator : allocators) {
                ByteBuf heap = allocator.heapBuffer().writeZero(3).writeBytes(payload);
                ByteBuf direct = allocator.directBuffer().writeZero(3).writeBytes(payload);
                for (ByteBuf whole : List.of(heap, direct)) {
                    for (ByteBuf out :
                            List.of(allocator.heapBuffer(1), allocator.directBuffer(1))) {
                        inflates(message, inflater, whole.slice(3, payload.length), out);
                        inflates(message, inflater, whole.duplicate().skipBytes(3), out);
                        ByteBuf parts =
                                Unpooled.wrappedBuffer(
                                        whole.retainedSlice(3, 100),
                                        Unpooled.EMPTY_BUFFER,
                                        whole.retainedSlice(103, payload.length - 100));
                        inflates(message, inflater, parts, out);
                        assertThat(parts.release()).isTrue();
                        assertThat(out.release()).isTrue();
                    }
                    assertThat(whole.release()).isTrue();
                }
            }
        }
    }

    private static void inflates(
            byte[] message, MessageInflater inflater, ByteBuf in, ByteBuf out) {
        out.clear().writeByte(42);
        assertThat(inflater.inflate(in, true, out, message.length)).isEqualTo(Status.OK);
        assertThat(out.readByte()).isEqualTo((byte) 42);
        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(message);
    }
}
