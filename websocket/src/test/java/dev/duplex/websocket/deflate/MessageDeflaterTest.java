package dev.duplex.websocket.deflate;

import static dev.duplex.websocket.deflate.Payloads.concat;
import static dev.duplex.websocket.deflate.Payloads.deflate;
import static dev.duplex.websocket.deflate.Payloads.deflateFragment;
import static dev.duplex.websocket.deflate.Payloads.hex;
import static dev.duplex.websocket.deflate.Payloads.random;
import static dev.duplex.websocket.deflate.Payloads.repeating;
import static dev.duplex.websocket.deflate.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDeflaterTest {
    private static final byte[] HELLO = utf8("Hello");

    @Test
    void compressesTheExampleOfTheRfc() {
        try (MessageDeflater deflater = new MessageDeflater(15, true, 6)) {
            assertThat(deflate(deflater, HELLO)).isEqualTo(hex("f2 48 cd c9 c9 07 00")); // §7.2.3.1
            // §7.2.3.2: with the window of the first, the second is a reference.
            assertThat(deflate(deflater, HELLO)).isEqualTo(hex("f2 00 11 00 00"));
        }
    }

    @Test
    void withoutContextTakeoverEveryMessageStandsAlone() {
        try (MessageDeflater deflater = new MessageDeflater(15, false, 6)) {
            byte[] first = deflate(deflater, HELLO);

            assertThat(deflate(deflater, HELLO)).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @CsvSource({"8,true", "8,false", "15,true", "15,false"})
    void anEmptyMessageIsOneByte(int windowBits, boolean takeover) {
        try (MessageDeflater deflater = new MessageDeflater(windowBits, takeover, 6)) {
            assertThat(deflate(deflater, new byte[0])).isEqualTo(hex("00")); // §7.2.3.6
            deflate(deflater, HELLO);
            assertThat(deflate(deflater, new byte[0])).isEqualTo(hex("00"));
            assertThat(deflateFragment(deflater, new byte[0], false)).isEmpty();
            assertThat(deflateFragment(deflater, new byte[0], true)).isEqualTo(hex("00"));
        }
    }

    @Test
    void aFragmentCanBeReadWithoutTheNext() throws Exception {
        try (MessageDeflater deflater = new MessageDeflater(15, false, 6)) {
            byte[] first = deflateFragment(deflater, HELLO, false);
            byte[] second = deflateFragment(deflater, HELLO, true);

            assertThat(first).endsWith(0, 0, 0xff, 0xff);
            // The end of a flush, less its tail, is a whole message.
            byte[] alone = java.util.Arrays.copyOf(first, first.length - 4);
            assertThat(new ReferenceInflate().message(alone)).isEqualTo(HELLO);
            assertThat(new ReferenceInflate().message(concat(first, second)))
                    .isEqualTo(concat(HELLO, HELLO));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 256, 257, 512})
    void endsWellAroundTheEndOfASmallWindow(int length) throws Exception {
        for (boolean takeover : new boolean[] {true, false}) {
            try (MessageDeflater deflater = new MessageDeflater(8, takeover, 6)) {
                ReferenceInflate inflate = new ReferenceInflate();
                byte[] message = repeating(1, 200, length);
                assertThat(inflate.message(deflate(deflater, message))).isEqualTo(message);
                assertThat(inflate.message(deflate(deflater, message))).isEqualTo(message);
                assertThat(inflate.message(deflate(deflater, new byte[0]))).isEmpty();
                assertThat(inflate.maxDistance()).isEqualTo(200);
            }
        }
    }

    @Provide
    Arbitrary<byte[]> messages() {
        return Payloads.any(70_000);
    }

    @Property(tries = 400)
    void neverRefersFurtherBackThanTheWindow(
            @ForAll @IntRange(min = 8, max = 15) int windowBits,
            @ForAll boolean takeover,
            @ForAll @IntRange(min = 1, max = 9) int level,
            @ForAll @Size(min = 1, max = 3) List<@net.jqwik.api.From("messages") byte[]> messages,
            @ForAll @IntRange(min = 1, max = 80_000) int fragment)
            throws Exception {
        try (MessageDeflater deflater = new MessageDeflater(windowBits, takeover, level)) {
            ReferenceInflate window = new ReferenceInflate();
            int furthest = 0;
            for (byte[] message : messages) {
                byte[] payload = new byte[0];
                int at = 0;
                do {
                    int end = Math.min(message.length, at + fragment);
                    byte[] part = java.util.Arrays.copyOfRange(message, at, end);
                    at = end;
                    payload =
                            concat(payload, deflateFragment(deflater, part, at == message.length));
                    fragment = Math.max(fragment, message.length / 50);
                } while (at < message.length);
                // Without takeover the peer knows nothing of the message before.
                window = takeover ? window : new ReferenceInflate();
                assertThat(window.message(payload)).isEqualTo(message);
                furthest = Math.max(furthest, window.maxDistance());
            }
            assertThat(furthest).isLessThanOrEqualTo(1 << windowBits);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void usesItsWindowAndNoMore(int windowBits) throws Exception {
        // Repeats itself at three quarters of the window, and so does what is just too far for it.
        int near = 3 << (windowBits - 2);
        for (boolean takeover : new boolean[] {true, false}) {
            try (MessageDeflater deflater = new MessageDeflater(windowBits, takeover, 6)) {
                ReferenceInflate inflate = new ReferenceInflate();
                inflate.message(deflate(deflater, repeating(7, near, 1 << 16)));
                assertThat(inflate.maxDistance()).isEqualTo(near);
            }
            if (windowBits < 15) {
                try (MessageDeflater deflater = new MessageDeflater(windowBits, takeover, 6)) {
                    byte[] message = repeating(7, (1 << windowBits) + 100, 1 << 16);
                    byte[] payload = deflate(deflater, message);
                    assertThat(payload).hasSizeGreaterThan(message.length);
                }
            }
        }
    }

    /// Output that ends with the room there is must not make the compressor flush for ever, or lose
    /// what it still has.
    @Test
    void growsItsOutputFromAnyBeginning() throws Exception {
        byte[] message = random(3, 3000);
        try (MessageDeflater deflater = new MessageDeflater(15, false, 6)) {
            for (int room = 2800; room < 3200; room++) {
                ByteBuf out = Unpooled.buffer(room);
                deflater.deflate(Unpooled.wrappedBuffer(message), out);
                assertThat(new ReferenceInflate().message(ByteBufUtil.getBytes(out)))
                        .isEqualTo(message);
                assertThat(out.readableBytes()).isLessThan(3030);
            }
        }
    }

    @Test
    void takesEveryKindOfBuffer() throws Exception {
        byte[] message = repeating(5, 300, 5000);
        List<ByteBufAllocator> allocators =
                List.of(
                        new UnpooledByteBufAllocator(true),
                        PooledByteBufAllocator.DEFAULT,
                        new AdaptiveByteBufAllocator());
        for (int windowBits : new int[] {9, 15}) {
            try (MessageDeflater deflater = new MessageDeflater(windowBits, false, 6)) {
                for (ByteBufAllocator allocator : allocators) {
                    ByteBuf heap = allocator.heapBuffer().writeZero(3).writeBytes(message);
                    ByteBuf direct = allocator.directBuffer().writeZero(3).writeBytes(message);
                    for (ByteBuf whole : List.of(heap, direct)) {
                        for (ByteBuf out :
                                List.of(allocator.heapBuffer(1), allocator.directBuffer(1))) {
                            byte[] plain = of(deflater, whole.slice(3, message.length), out);
                            assertThat(new ReferenceInflate().message(plain)).isEqualTo(message);
                            assertThat(of(deflater, whole.duplicate().skipBytes(3), out))
                                    .isEqualTo(plain);
                            assertThat(of(deflater, whole.asReadOnly().skipBytes(3), out))
                                    .isEqualTo(plain);
                            ByteBuf parts =
                                    Unpooled.wrappedBuffer(
                                            whole.retainedSlice(3, 1000),
                                            Unpooled.EMPTY_BUFFER,
                                            whole.retainedSlice(1003, 4000));
                            assertThat(new ReferenceInflate().message(of(deflater, parts, out)))
                                    .isEqualTo(message);
                            assertThat(parts.release()).isTrue();
                            assertThat(out.release()).isTrue();
                        }
                        assertThat(whole.release()).isTrue();
                    }
                }
            }
        }
    }

    private static byte[] of(MessageDeflater deflater, ByteBuf in, ByteBuf out) {
        out.clear().writeByte(42);
        deflater.deflate(in, out);
        assertThat(in.isReadable()).isFalse();
        assertThat(out.readByte()).isEqualTo((byte) 42);
        return ByteBufUtil.getBytes(out);
    }

    @ParameterizedTest
    @CsvSource({"7,6", "16,6", "15,0", "15,10"})
    void refusesNumbersOutOfRange(int windowBits, int level) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MessageDeflater(windowBits, true, level));
    }
}
