package dev.duplex.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static boolean decodes(byte[] bytes, int offset, int length) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    /// Every sequence of two bytes, and what may follow the leads of longer ones, at the edges.
    @Test
    void agreesWithTheJdkOnEveryBeginning() {
        int[] tails = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
        for (int lead = 0; lead < 256; lead++) {
            for (int second = 0; second < 256; second++) {
                for (int third : tails) {
                    for (int fourth : tails) {
                        byte[] bytes = {
                            'x', (byte) lead, (byte) second, (byte) third, (byte) fourth, 'x'
                        };
                        for (int length = 1; length <= 4; length++) {
                            assertThat(Utf8.isValid(bytes, 1, length))
                                    .isEqualTo(decodes(bytes, 1, length));
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
