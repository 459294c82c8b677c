package dev.duplex.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Flat objects, and what is none.
class JsonFieldsTest {
    private static Optional<JsonFields> of(String json) {
        return JsonFields.of(json.getBytes(UTF_8));
    }

    @Test
    void stringsAndWholeNumbersAreTold() {
        assertThat(of("{\"a\":\"x\\u00e9\",\"b\":-7,\"c\":9223372036854775807}"))
                .hasValue(new JsonFields(Map.of("a", "xé"), Map.of("b", -7L, "c", Long.MAX_VALUE)));
        assertThat(of(new JsonObject().put("a", "\"").put("n", 1).toString()))
                .hasValue(new JsonFields(Map.of("a", "\""), Map.of("n", 1L)));
    }

    @Test
    void whatIsNeitherIsPassedOver() {
        assertThat(
                        of(
                                "{\"o\":{\"a\":\"in\"},\"l\":[1,{\"b\":2}],\"t\":true,\"n\":null,\"f\":1.5,"
                                        + "\"big\":9223372036854775808,\"a\":\"out\"}"))
                .hasValue(new JsonFields(Map.of("a", "out"), Map.of()));
    }

    @Test
    void ofANameThatComesTwiceTheLastCounts() {
        assertThat(of("{\"a\":\"1\",\"a\":\"2\"}"))
                .hasValue(new JsonFields(Map.of("a", "2"), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"a\"", "1", "null", "{", "{\"a\":1", "{} {}", "{}x"})
    void whatIsNoObjectIsNothing(String json) {
        assertThat(of(json)).isEmpty();
    }
}
