package dev.duplex.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Any bytes as the request of each method: it is read or refused with a sentence, and what was read as JSON is JSON.
class RequestFuzzTest {
    private static final List<Method> METHODS =
            new Methods(new Hub(), ApiOptions.builder().build()).all();

    @FuzzTest
    void requests(byte[] body) {
        for (Method method : METHODS) {
            Values request;
            try {
                request = JsonInput.only(body, method.fields());
            } catch (MalformedException e) {
                assertThat(e).hasMessageMatching("(the|a|something) .+");
                continue;
            }
            if (request.has(Fields.DATA) && method.fields().contains(Fields.DATA)) {
                isOneLineOfJson(request.get(Fields.DATA));
            }
        }
    }

    private static void isOneLineOfJson(Payload payload) {
        String text = new String(payload.bytes(), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("\n", "\r");
        byte[] again = ("{\"data\":" + text + "}").getBytes(StandardCharsets.UTF_8);
        try {
            assertThat(JsonInput.only(again, List.of(Fields.DATA)).get(Fields.DATA))
                    .isEqualTo(payload);
        } catch (MalformedException e) {
            throw new AssertionError("a payload that is not JSON: " + text, e);
        }
    }
}
