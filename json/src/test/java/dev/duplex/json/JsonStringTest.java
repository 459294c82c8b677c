package dev.duplex.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonToken;

class JsonStringTest {
    @Test
    void escapesWhatAStringMayNotHoldAndNothingElse() {
        assertThat(JsonString.quoted("\"\\/\b\f\n\r\t\0\u001f\u007fé\u2028€😀"))
                .isEqualTo("\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\u007fé\u2028€😀\"");
        assertThat(JsonString.quoted("")).isEqualTo("\"\"");
    }

    @Test
    void writesHalfOfAPairAsItsEscape() {
        assertThat(JsonString.quoted("\ud800a\udc00\ud83d"))
                .isEqualTo("\"\\ud800a\\udc00\\ud83d\"");
    }

    @Test
    void writesWhereItIsTold() {
        byte[] out = new byte[8];
        assertThat(JsonString.write("é\n", out, 1)).isEqualTo(1 + JsonString.size("é\n"));
        assertThat(new String(out, UTF_8)).isEqualTo("\0\"é\\n\"\0");
    }

    @Test
    void takesUtf8Only() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonString.quoted(new byte[] {(byte) 0xC0, (byte) 0x80}))
                .withMessageContaining("UTF-8");
    }

    @Property
    void isReadAsWhatItWasWrittenFrom(
            @ForAll
                    @CharRange(from = 0, to = 0x7F)
                    @CharRange(from = 0x7FE, to = 0x801)
                    @CharRange(from = 0xD7FF, to = 0xE000)
                    String text)
            throws NotJsonException {
        byte[] written = new byte[JsonString.size(text)];
        assertThat(JsonString.write(text, written, 0)).isEqualTo(written.length);
        String read =
                JsonRules.STANDARD.read(
                        written,
                        in -> {
                            assertThat(in.parser().nextToken()).isEqualTo(JsonToken.VALUE_STRING);
                            return in.parser().getString();
                        });
        assertThat(read).isEqualTo(text);
        if (Utf8.isWhole(text)) {
            assertThat(JsonString.quoted(text.getBytes(UTF_8))).isEqualTo(written);
        }
    }
}
