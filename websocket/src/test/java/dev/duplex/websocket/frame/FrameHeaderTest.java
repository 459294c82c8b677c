package dev.duplex.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameHeaderTest {
    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    @Test
    void readsTheMaskedHelloOfRfc6455Section57() {
        FrameHeader header = new FrameHeader();
        assertThat(header.read(hex("818537fa213d7f9f4d5158"))).isTrue();
        assertThat(header.fin()).isTrue();
        assertThat(header.rsv()).isZero();
        assertThat(header.opcode()).isEqualTo(Opcode.TEXT);
        assertThat(header.masked()).isTrue();
        assertThat(header.length()).isEqualTo(5);
        assertThat(header.maskingKey()).isEqualTo(0x37fa213d);
        assertThat(header.wellFormed()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "827d, 125, true",
        "827e007e, 126, true",
        "827effff, 65535, true",
        "827f0000000000010000, 65536, true",
        "827f7fffffffffffffff, 9223372036854775807, true",
        // RFC 6455 §5.2: "the minimal number of bytes MUST be used to encode the length"
        "827e007d, 125, false",
        "827e0000, 0, false",
        "827f000000000000ffff, 65535, false",
        "827f0000000000000000, 0, false",
        // §5.2: "the most significant bit MUST be 0"
        "827f8000000000000000, -9223372036854775808, false",
        "827fffffffffffffffff, -1, false"
    })
    void readsEveryLengthAndKnowsTheShortestForm(String bytes, long length, boolean wellFormed) {
        FrameHeader header = new FrameHeader();
        assertThat(header.read(hex(bytes))).isTrue();
        assertThat(header.length()).isEqualTo(length);
        assertThat(header.wellFormed()).isEqualTo(wellFormed);
    }

    @Property
    void whatIsWrittenIsReadInAnyPieces(
            @ForAll boolean fin,
            @ForAll @IntRange(max = 7) int rsv,
            @ForAll @IntRange(max = 15) int opcode,
            @ForAll @LongRange(max = Long.MAX_VALUE) long length,
            @ForAll boolean masked,
            @ForAll int key,
            @ForAll @IntRange(min = 1, max = 14) int piece) {
        ByteBuf bytes = Unpooled.buffer();
        if (masked) {
            FrameHeader.writeMasked(bytes, fin, rsv, opcode, length, key);
        } else {
            FrameHeader.write(bytes, fin, rsv, opcode, length);
        }
        assertThat(bytes.readableBytes()).isEqualTo(FrameHeader.size(length, masked));
        bytes.writeByte(0x55);

        FrameHeader header = new FrameHeader();
        boolean read = false;
        ByteBuf in = Unpooled.EMPTY_BUFFER;
        while (!read) {
            assertThat(in.isReadable()).as("an unfinished header uses up its input").isFalse();
            assertThat(bytes.isReadable()).as("the header ends before its bytes do").isTrue();
            in = bytes.readSlice(Math.min(piece, bytes.readableBytes()));
            read = header.read(in);
        }
        assertThat(in.readableBytes() + bytes.readableBytes())
                .as("nothing is taken beyond the header")
                .isOne();
        assertThat(header.fin()).isEqualTo(fin);
        assertThat(header.rsv()).isEqualTo(rsv);
        assertThat(header.opcode()).isEqualTo(opcode);
        assertThat(header.length()).isEqualTo(length);
        assertThat(header.masked()).isEqualTo(masked);
        assertThat(header.maskingKey()).isEqualTo(masked ? key : 0);
        assertThat(header.wellFormed()).isTrue();
    }

    @Test
    void writesTheUnmaskedHelloOfRfc6455Section57() {
        ByteBuf out = Unpooled.buffer();
        FrameHeader.write(out, true, 0, Opcode.TEXT, 5);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("8105");
    }
}
