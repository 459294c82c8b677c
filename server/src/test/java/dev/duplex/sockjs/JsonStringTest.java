package dev.duplex.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonStringTest {
    private static String quote(String text) {
        return new String(
                JsonString.quote(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "plain, \"plain\"",
                "``, \"\"",
                "a\"b\\c, \"a\\\"b\\\\c\"",
                "é€😀, \"é€😀\"",
                "</script>, \"</script>\"",
            })
    void whatNeedsNoEscapeStays(String text, String quoted) {
        assertThat(quote(text)).isEqualTo(quoted);
    }

    /// "escapable_by_server": controls, U+200C–200F, U+2028–202F, U+2060–206F, U+FFF0–FFFF.
    @Test
    void exactlyTheNamedCharactersAreEscaped() {
        for (int c = 0; c <= 0xFFFF; c++) {
            if (Character.isSurrogate((char) c)) {
                continue;
            }
            boolean named =
                    c < 0x20
                            || (c >= 0x200C && c <= 0x200F)
                            || (c >= 0x2028 && c <= 0x202F)
                            || (c >= 0x2060 && c <= 0x206F)
                            || c >= 0xFFF0;
            String text = Character.toString(c);
            String inside = quote("x" + text + "y").replaceAll("^\"x|y\"$", "");
            if (named && c >= 0x20) {
                assertThat(inside).isEqualTo("\\u%04x".formatted(c));
            } else if (named || c == '"' || c == '\\') {
                assertThat(inside).startsWith("\\").hasSizeGreaterThan(1);
            } else {
                assertThat(inside).isEqualTo(text);
            }
        }
    }

    @Test
    void insideOfAScriptNothingEndsIt() {
        assertThat(
                        new String(
                                JsonString.quoteForScript(
                                        "</script><!--".getBytes(StandardCharsets.UTF_8)),
                                StandardCharsets.UTF_8))
                .isEqualTo("\"\\u003c/script>\\u003c!--\"");
    }

    @Property
    void whatIsQuotedIsReadAgain(@ForAll String text) {
        String utf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        JsonStrings read =
                JsonStrings.parse(quote(text).getBytes(StandardCharsets.UTF_8), true).orElseThrow();
        assertThat(read.next().string()).isEqualTo(utf8);
        assertThat(read.hasNext()).isFalse();
    }
}
