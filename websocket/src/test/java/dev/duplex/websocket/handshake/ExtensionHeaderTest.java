package dev.duplex.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.websocket.handshake.Extension.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6455 §9.1 with the lists of RFC 9110 §5.6.1.
class ExtensionHeaderTest {
    private static final Parameter BITS = new Parameter("bits", Optional.of("10"));

    // RFC 6455 §9.1: extension-list = 1#extension, extension = extension-token *( ";"
    // extension-param ),
    // extension-param = token [ "=" (token | quoted-string) ]
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "a ! a",
                "a, b ! a|b",
                "a; x ! a; x",
                "a;x=1;x=2 ! a; x=1; x=2",
                "a; x=1, a; x=2 ! a; x=1|a; x=2",
                // §4.3: "implied *LWS rule", here spaces and tabs, around every separator
                "` a\t;\tx\t=\t1\t,\tb ` ! a; x=1|b",
                // §9.1: "the value after quoted-string unescaping MUST conform to the 'token' ABNF"
                "a; x=\"1\" ! a; x=1",
                "a; x=\"1\\0\" ! a; x=10",
                "a; x = \"1\" ; y ! a; x=1; y",
                // RFC 9110 §5.6.1.2: "MUST parse and ignore a reasonable number of empty list
                // elements"
                ",, a ,\t, b, ! a|b",
            })
    void readsWhatTheGrammarAllows(String line, String expected) {
        assertThat(ExtensionHeader.parse(List.of(line)).orElseThrow())
                .extracting(ExtensionHeader::format)
                .containsExactly(expected.split("\\|"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";",
                "=",
                "a;",
                "a; ;x",
                "a;x;",
                ";x",
                "a;=1",
                "a;x=",
                "a;x=,b",
                "a;x==1",
                "a b",
                "a;x y",
                "a;x=1 2",
                "a=1",
                "a/b",
                "\"a\"",
                "a;\"x\"",
                // RFC 6455 §9.1: "the value after quoted-string unescaping MUST conform to the
                // 'token' ABNF"
                "a;x=\"\"",
                "a;x=\"1",
                "a;x=\"1\\",
                "a;x=\"1\\\"",
                "a;x=\" 1\"",
                "a;x=\"1,2\"",
                "a;x=\"1;2\"",
                "a;x=\"\\\"\"",
                "a;x=\"1\"2",
                "a;x=1\"2\"",
                "a;x='1' 2",
                "\u00E4",
                "a\u0000",
                "a\r\nb",
                "a\u00A0",
                "a;x=\"\u00E4\"",
            })
    void refusesWhatTheGrammarDoesNot(String line) {
        assertThat(ExtensionHeader.parse(List.of(line))).isEmpty();
        assertThat(ExtensionHeader.parse(List.of("ok", line, "ok"))).isEmpty();
        assertThat(ExtensionHeader.parse(List.of("ok, " + line + ", ok"))).isEmpty();
    }

    // RFC 9110 §5.6.1.2: empty elements "do not contribute to the count of elements present", and
    // of
    // 1#element there must be one
    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", ", ,\t,"})
    void refusesAFieldWithoutElements(String line) {
        assertThat(ExtensionHeader.parse(List.of(line))).isEmpty();
        assertThat(ExtensionHeader.parse(List.of(line, line))).isEmpty();
        assertThat(ExtensionHeader.parse(List.of(line, "ok"))).isPresent();
    }

    @Test
    void aMissingFieldIsAnEmptyList() {
        assertThat(ExtensionHeader.parse(List.of())).contains(List.of());
    }

    // RFC 6455 §9.1: "this header field MAY be split or combined across multiple lines"
    @Test
    void linesAreOneList() {
        assertThat(ExtensionHeader.parse(List.of("a; bits=10", "", "b")))
                .contains(
                        List.of(new Extension("a", List.of(BITS)), new Extension("b", List.of())));
    }

    @Test
    void extensionsAndParametersTogetherAreLimited() {
        assertThat(ExtensionHeader.parse(List.of(repeat("a", ", ", 64))).orElseThrow()).hasSize(64);
        assertThat(ExtensionHeader.parse(List.of(repeat("a", ", ", 65)))).isEmpty();
        assertThat(ExtensionHeader.parse(List.of(repeat("a", ";", 64)))).isPresent();
        assertThat(ExtensionHeader.parse(List.of(repeat("a", ";", 65)))).isEmpty();
        assertThat(ExtensionHeader.parse(List.of(repeat("a;b", ",", 32)))).isPresent();
        assertThat(ExtensionHeader.parse(List.of(repeat("a;b", ",", 32), "a"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a,b", "a;b", "a\r\nX: y", "\"a\"", "\u00E4"})
    void neverWritesWhatIsNotAToken(String text) {
        for (Extension extension :
                List.of(
                        new Extension(text, List.of()),
                        new Extension("a", List.of(new Parameter(text, Optional.empty()))),
                        new Extension("a", List.of(new Parameter("x", Optional.of(text)))))) {
            assertThatThrownBy(() -> ExtensionHeader.format(extension))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static String repeat(String element, String separator, int times) {
        return IntStream.range(0, times)
                .mapToObj(_ -> element)
                .collect(Collectors.joining(separator));
    }
}
