package dev.duplex.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private final CharsetDecoder decoder = UTF_8.newDecoder();
    private final CharBuffer chars = CharBuffer.allocate(8);

    private boolean decodes(byte[] bytes, int offset, int length) {
        chars.clear();
        return !decoder.reset()
                .decode(ByteBuffer.wrap(bytes, offset, length), chars, true)
                .isError();
    }

    /// Every sequence of two bytes, and what may follow them, at the edges.
    @Test
    void agreesWithTheJdkOnEveryBeginning() {
        int[] tails = {0x7F, 0x80, 0xBF, 0xC0};
        byte[] bytes = {'x', 0, 0, 0, 0, 'x'};
        for (int two = 0; two < 1 << 16; two++) {
            bytes[1] = (byte) (two >> 8);
            bytes[2] = (byte) two;
            for (int third : tails) {
                bytes[3] = (byte) third;
                for (int fourth : tails) {
                    bytes[4] = (byte) fourth;
                    for (int length = 1; length <= 4; length++) {
                        if (Utf8.isValid(bytes, 1, length) != decodes(bytes, 1, length)) {
                            fail(HexFormat.of().formatHex(bytes, 1, 1 + length));
                        }
                    }
                }
            }
        }
    }

    @Property
    void aTextIsWholeIfUtf8CanEncodeIt(@ForAll String text) {
        assertThat(Utf8.isWhole(text)).isEqualTo(UTF_8.newEncoder().canEncode(text));
    }

    @Test
    void halfOfAPairIsNotWhole() {
        assertThat(Utf8.isWhole("a😀")).isTrue();
        for (String text :
                new String[] {"\ud800", "\udc00\ud800", "\ud800a", "\ud83d\ud83d\ude00"}) {
            assertThat(Utf8.isWhole(text)).isFalse();
        }
    }
}
