package dev.duplex.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Payload.Kind;
import java.util.Optional;
import tools.jackson.core.JsonToken;

/// Any bytes as a payload of each kind: what is JSON stays so in one line, and the others are strings that say what they are.
class JsonPayloadFuzzTest {
    @FuzzTest
    void payloads(byte[] bytes) throws NotJsonException {
        Optional<Payload> json = JsonPayload.of(bytes);
        if (json.isPresent()) {
            byte[] line = JsonPayload.value(json.get());
            assertThat(line).hasSameSizeAs(bytes).doesNotContain('\n').doesNotContain('\r');
            assertThat(JsonPayload.of(line)).isEqualTo(json);
        }
        byte[] binary = JsonPayload.value(Payload.of(Kind.BINARY, bytes));
        assertThat(JsonRules.STANDARD.isValue(binary)).isTrue();
        if (Utf8.isValid(bytes, 0, bytes.length)) {
            byte[] value = JsonPayload.value(Payload.of(Kind.TEXT, bytes));
            assertThat(string(value)).isEqualTo(new String(bytes, UTF_8));
        }
    }

    private static String string(byte[] value) throws NotJsonException {
        return JsonRules.STANDARD.read(
                value,
                in -> {
                    assertThat(in.parser().nextToken()).isEqualTo(JsonToken.VALUE_STRING);
                    String text = in.parser().getString();
                    assertThat(in.parser().nextToken()).isNull();
                    return text;
                });
    }
}
