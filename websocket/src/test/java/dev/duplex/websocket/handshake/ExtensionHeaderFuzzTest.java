package dev.duplex.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whatever stands in `Sec-WebSocket-Extensions`: the input is the field's value, a line feed
/// starting another line of the same name.
class ExtensionHeaderFuzzTest {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+");

    @FuzzTest
    void parsing(byte[] input) {
        List<String> lines =
                List.of(new String(input, StandardCharsets.ISO_8859_1).split("\n", -1));

        Optional<List<Extension>> parsed = ExtensionHeader.parse(lines);

        // RFC 9110 §5.3: lines of one name mean the same as their values joined by commas.
        assertThat(ExtensionHeader.parse(List.of(String.join(",", lines)))).isEqualTo(parsed);
        parsed.ifPresent(ExtensionHeaderFuzzTest::checkExtensions);
    }

    private static void checkExtensions(List<Extension> extensions) {
        int elements = 0;
        for (Extension extension : extensions) {
            assertThat(extension.name()).matches(TOKEN);
            for (Extension.Parameter parameter : extension.parameters()) {
                assertThat(parameter.name()).matches(TOKEN);
                parameter.value().ifPresent(value -> assertThat(value).matches(TOKEN));
            }
            elements += 1 + extension.parameters().size();
        }
        assertThat(elements).isBetween(1, ExtensionHeader.MAX_ELEMENTS);
        List<String> written = extensions.stream().map(ExtensionHeader::format).toList();
        assertThat(ExtensionHeader.parse(written)).contains(extensions);
    }
}
