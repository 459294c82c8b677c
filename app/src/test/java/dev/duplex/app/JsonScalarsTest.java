package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScalarsTest {
    @Test
    void namesWhereScalarsAre() {
        assertThat(JsonScalars.of(utf8("{\"result\":{\"offset\":1,\"epoch\":\"x\"},\"a\":[true]}")))
                .contains(Map.of("/result/offset", "1", "/result/epoch", "x", "/a/0", "true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "{", "{} {}", "1 2"})
    void areInOneValueOnly(String text) {
        assertThat(JsonScalars.of(utf8(text))).isEmpty();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void areNotManyNorLong() {
        String name = "n".repeat(1_000);
        assertThat(JsonScalars.of(utf8("{\"" + name + "\":[" + "1,".repeat(900) + "1]}")))
                .isPresent();
        assertThat(JsonScalars.of(utf8("{\"" + name + "\":[" + "1,".repeat(1_100) + "1]}")))
                .isEmpty();
    }
}
