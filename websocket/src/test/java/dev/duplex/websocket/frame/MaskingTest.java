package dev.duplex.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MaskingTest {
    @Test
    void unmasksTheHelloOfRfc6455Section57() {
        ByteBuf payload = Unpooled.wrappedBuffer(HexFormat.of().parseHex("7f9f4d5158"));
        Masking.apply(payload, 0, 5, 0x37fa213d, 0);
        assertThat(payload.toString(java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("Hello");
    }

    // RFC 6455 §5.3: "transformed-octet-i = original-octet-i XOR masking-key-octet-(i MOD 4)"
    @Property
    void equalsTheDefinitionForAnySizePhaseAndKindOfBuffer(
            @ForAll @Size(max = 300) byte[] payload,
            @ForAll int key,
            @ForAll @IntRange(max = 7) int offset,
            @ForAll @IntRange(max = 9) int phase,
            @ForAll @IntRange(max = 2) int kind) {
        byte[] expected = payload.clone();
        for (int i = 0; i < expected.length; i++) {
            expected[i] ^= (byte) (key >> (24 - ((i + phase) & 3) * 8));
        }
        ByteBuf buffer =
                switch (kind) {
                    case 0 -> Unpooled.buffer(offset + payload.length + 1);
                    case 1 ->
                            PooledByteBufAllocator.DEFAULT.directBuffer(
                                    offset + payload.length + 1);
                    default ->
                            Unpooled.wrappedBuffer(new byte[offset], new byte[payload.length + 1])
                                    .clear();
                };
        buffer.writeZero(offset).writeBytes(payload).writeByte(0x77);
        Masking.apply(buffer, offset, payload.length, key, phase);
        byte[] got = new byte[payload.length];
        buffer.getBytes(offset, got);
        assertThat(got).isEqualTo(expected);
        assertThat(buffer.getByte(offset + payload.length))
                .as("what follows is untouched")
                .isEqualTo((byte) 0x77);
        buffer.release();
    }
}
