package dev.duplex.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duplex.channels.Payload;
import dev.duplex.channels.Payload.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPayloadTest {
    private static Payload payload(Kind kind, String text) {
        return Payload.of(kind, text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "JSON  |{\"a\": \"é\"}|{\"a\": \"é\"}",
                "TEXT  |{\"a\"}       |\"{\\\"a\\\"}\"",
                "TEXT  |``            |\"\"",
                "BINARY|ab            |\"YWI=\"",
                "BINARY|``            |null",
                "JSON  |``            |null"
            })
    void ofEachKindIsAValue(Kind kind, String text, String value) {
        Payload payload = payload(kind, text);
        assertThat(new String(JsonPayload.value(payload), UTF_8)).isEqualTo(value);
        assertThat(JsonPayload.isNothing(payload)).isEqualTo(value.equals("null"));
    }

    @Test
    void nothingIsNull() {
        assertThat(JsonPayload.isNothing(Payload.none())).isTrue();
        assertThat(JsonPayload.value(Payload.none())).asString(UTF_8).isEqualTo("null");
        JsonPayload.value(Payload.none())[0] = 'X';
        assertThat(JsonPayload.value(Payload.none())).asString(UTF_8).isEqualTo("null");
    }

    @Test
    void aTextIsInUtf8() {
        Payload payload = Payload.of(Kind.TEXT, new byte[] {(byte) 0xFF});
        assertThatIllegalArgumentException().isThrownBy(() -> JsonPayload.value(payload));
    }

    @Test
    void oneValueIsAPayloadInOneLine() {
        assertThat(JsonPayload.of("[1,\r\n2]\n".getBytes(UTF_8)))
                .contains(payload(Kind.JSON, "[1,  2] "));
        for (String text : List.of("", "1 2", "{", "\uFEFF1")) {
            assertThat(JsonPayload.of(text.getBytes(UTF_8))).as(text).isEmpty();
        }
    }

    @Test
    void aValueThatIsBeingReadIsAPayload() throws NotJsonException {
        List<Payload> read =
                JsonRules.STANDARD.read(
                        "[ [1,\n2] ,\"x\"]".getBytes(UTF_8),
                        in -> {
                            in.parser().nextToken();
                            in.parser().nextToken();
                            Payload first = JsonPayload.of(in);
                            in.parser().nextToken();
                            return List.of(first, JsonPayload.of(in));
                        });
        assertThat(read).containsExactly(payload(Kind.JSON, "[1, 2]"), payload(Kind.JSON, "\"x\""));
    }
}
