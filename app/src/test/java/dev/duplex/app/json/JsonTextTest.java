package dev.duplex.app.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", " -1.5e3 ", "\"a\"", "null", "true", "{}", "[]", "{\"a\":[{}]}"})
    void isOneValue(String text) {
        assertThat(JsonText.isValue(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "hello", "{", "{}}", "{} {}", "1 2", "[1,]", "'a'", "{a:1}"})
    void isNone(String text) {
        assertThat(JsonText.isValue(text)).isFalse();
    }

    @Test
    void namesWhereScalarsAre() {
        assertThat(JsonText.scalars("{\"result\":{\"offset\":1,\"epoch\":\"x\"},\"a\":[true]}"))
                .contains(Map.of("/result/offset", "1", "/result/epoch", "x", "/a/0", "true"));
    }
}
